-- What only the server has: streams, devices, codes, ops with their answers, files.
create table sync_stream (
    stream blob not null primary key,
    head integer not null
) strict, without rowid;

create table sync_device (
    device blob not null primary key,
    officer blob not null,
    unit blob not null,
    public_key text not null,
    last_op_seq integer not null,
    last_op_at text,
    founds integer not null,
    parent blob,
    revoked_at text,
    enrolled_at text not null
) strict, without rowid;

-- One-time codes. The code itself is nowhere: only its Argon2id hash.
create table invite (
    id blob not null primary key,
    code_hash text not null,
    officer blob,
    unit blob,
    parent blob,
    tries integer not null,
    expires_at text not null,
    used_at text
) strict, without rowid;

create table sync_op (
    op_id blob not null primary key,
    device blob not null,
    seq integer not null,
    unit blob not null,
    kind text not null,
    body text not null,
    result text not null,
    received_at text not null,
    unique (device, seq)
) strict, without rowid;

create table attachment (
    hash text not null primary key,
    size integer not null,
    received_at text not null
) strict, without rowid;

create table setting (
    key text not null primary key,
    value text not null
) strict, without rowid;
