-- The token of frozen minutes becomes a key, so that the public page finds minutes by the code on paper.
insert or ignore into row_key (kind, key, table_name, id)
select 'token', json_extract(body, '$.row.progress.frozen.token'), table_name, id
from row
where table_name = 'handover_minutes' and json_extract(body, '$.row.progress.frozen.token') is not null;
