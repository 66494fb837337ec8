-- What only a replica has: unsent ops, the server's copy of the rows they touch, positions, files, settings.
create table op (
    n integer primary key autoincrement,
    op_id blob not null unique,
    device blob not null,
    seq integer not null,
    unit blob not null,
    kind text not null,
    body text not null,
    state text not null,
    result text,
    review text,
    at text not null,
    unique (device, seq)
) strict;
create index op_by_state on op (state, n);

-- The server's copy of a row that an unsent op touched; no body means the server does not have it yet.
create table base (
    table_name text not null,
    id blob not null,
    body text,
    version integer not null,
    seq integer not null,
    primary key (table_name, id)
) strict, without rowid;

create table position (
    stream blob not null primary key,
    seq integer not null
) strict, without rowid;

-- Files by their SHA-256; the bytes lie encrypted beside the database.
create table attachment (
    hash text not null primary key,
    size integer not null,
    here integer not null,
    sent integer not null
) strict, without rowid;

create table setting (
    key text not null primary key,
    value text not null
) strict, without rowid;
