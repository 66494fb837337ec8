-- What rows are found by, so that an act loads what it needs and no more; which files they cite; and rows of a newer program.
create table row_index (
    by_what text not null,
    value text not null,
    table_name text not null,
    id blob not null,
    primary key (by_what, value, id)
) strict, without rowid;
create index row_index_by_row on row_index (table_name, id);

-- Files that rows cite: who may see the row may fetch them.
create table row_file (
    hash text not null,
    table_name text not null,
    id blob not null,
    stream blob not null,
    primary key (hash, table_name, id)
) strict, without rowid;
create index row_file_by_row on row_file (table_name, id);

-- A row that this program cannot read is kept as it came until a newer program reads it.
alter table row add column unread integer not null default 0;
create index row_unread on row (unread) where unread <> 0;

-- By which version of the index the rows were noted; another one notes them all again.
create table row_schema (
    version integer not null
) strict;
