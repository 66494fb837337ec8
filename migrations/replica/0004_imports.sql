-- What was done by one import belongs together, so that it can be undone as one step, also days later.
create table import (
  id blob primary key not null,
  kind text not null,
  name text not null,
  at text not null,
  added integer not null,
  edited integer not null,
  undone_at text
) strict;

create table import_op (
  op_id blob primary key not null,
  import blob not null references import (id),
  n integer not null
) strict;
create index import_op_import on import_op (import, n);
