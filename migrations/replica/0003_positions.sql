-- A position says whether the whole stream was taken or only its common rows: a unit that comes under another one is then taken whole.
alter table position add column whole integer not null default 0;
