-- What changed since a mark, so that a pull costs what changed and not how many streams there are. A commit has a number and a
-- nonce: a store that was put back and went on has other nonces, so a mark that it never gave shows what it lost.
create table sync_commit (
    n integer primary key autoincrement,
    nonce blob not null
) strict;

-- The first mark is one that no other store gives.
insert into sync_commit (nonce) values (randomblob(8));

create table sync_change (
    table_name text not null,
    id blob not null,
    stream blob not null,
    n integer not null,
    primary key (table_name, id)
) strict, without rowid;
create index sync_change_by_n on sync_change (n);

create trigger row_inserted after insert on row begin
    insert into sync_change (table_name, id, stream, n)
    values (new.table_name, new.id, new.stream, coalesce((select max(n) from sync_commit), 0))
    on conflict (table_name, id) do update set stream = excluded.stream, n = excluded.n;
end;
create trigger row_updated after update of seq on row when old.seq <> new.seq or old.stream <> new.stream begin
    insert into sync_change (table_name, id, stream, n)
    values (new.table_name, new.id, new.stream, coalesce((select max(n) from sync_commit), 0))
    on conflict (table_name, id) do update set stream = excluded.stream, n = excluded.n;
end;

-- A unit that comes under another one is seen from there from its beginning.
create table sync_edge (
    unit blob not null,
    parent blob not null,
    n integer not null,
    primary key (unit, parent)
) strict, without rowid;
create index sync_edge_by_n on sync_edge (n);
create trigger edge_inserted after insert on unit_parent begin
    insert or ignore into sync_edge (unit, parent, n)
    values (new.unit, new.parent, coalesce((select max(n) from sync_commit), 0));
end;

-- Ops of a newer program wait for the update.
create index sync_op_held on sync_op (received_at) where json_extract(result, '$.refusal.code') = 'needs_update';
