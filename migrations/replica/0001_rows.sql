-- Domain rows, generically: the same file begins the replica and the server's embedded store.
create table row (
    table_name text not null,
    id blob not null,
    stream blob not null,
    bucket text not null,
    version integer not null,
    seq integer not null,
    body text not null,
    primary key (table_name, id)
) strict, without rowid;
create index row_by_stream on row (stream, seq);

-- Keys that no two rows share: the head of a unit, a login, a number.
create table row_key (
    kind text not null,
    key text not null,
    table_name text not null,
    id blob not null,
    primary key (kind, key)
) strict, without rowid;
create index row_key_by_row on row_key (table_name, id);

-- Which units stand under which, now or at any time.
create table unit_parent (
    unit blob not null,
    parent blob not null,
    primary key (unit, parent)
) strict, without rowid;
create index unit_parent_by_parent on unit_parent (parent);
