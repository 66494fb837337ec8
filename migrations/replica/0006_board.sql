-- The board counts many units: what was counted of each is kept, and counted again only where a row of the unit changed.
create table board_unit (
    unit blob not null primary key,
    received integer not null,
    not_made integer not null,
    drafts integer not null,
    printed integer not null,
    signed integer not null,
    to_people integer not null,
    numbered integer not null,
    to_number integer not null,
    scanned integer not null,
    to_scan integer not null,
    overdue integer not null,
    csdl_done integer not null,
    csdl_open integer not null,
    due_at integer,
    until_at integer
) strict, without rowid;

-- How many minutes of a unit were signed on a day.
create table board_day (
    unit blob not null,
    day text not null,
    signed integer not null,
    primary key (unit, day)
) strict, without rowid;

-- Units whose rows changed since they were counted: noted with the change itself, whatever wrote it.
create table board_stale (
    unit blob not null primary key
) strict, without rowid;
insert into board_stale (unit) select distinct stream from row;

create trigger board_row_added after insert on row begin
    insert into board_stale (unit) select new.stream
        where not exists (select 1 from board_stale where unit = new.stream);
end;
create trigger board_row_changed after update on row begin
    insert into board_stale (unit) select new.stream
        where not exists (select 1 from board_stale where unit = new.stream);
    insert into board_stale (unit) select old.stream
        where not exists (select 1 from board_stale where unit = old.stream);
end;
create trigger board_row_gone after delete on row begin
    insert into board_stale (unit) select old.stream
        where not exists (select 1 from board_stale where unit = old.stream);
end;

-- How a unit numbers says what its units below wait for.
create trigger board_unit_added after insert on row when new.table_name = 'unit' begin
    insert into board_stale (unit) select p.unit from unit_parent p
        where p.parent = new.id and not exists (select 1 from board_stale s where s.unit = p.unit);
end;
create trigger board_unit_changed after update on row when new.table_name = 'unit' begin
    insert into board_stale (unit) select p.unit from unit_parent p
        where p.parent = new.id and not exists (select 1 from board_stale s where s.unit = p.unit);
end;
create trigger board_unit_gone after delete on row when old.table_name = 'unit' begin
    insert into board_stale (unit) select p.unit from unit_parent p
        where p.parent = old.id and not exists (select 1 from board_stale s where s.unit = p.unit);
end;
