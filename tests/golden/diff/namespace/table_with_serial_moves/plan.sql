-- rename table old_home.thing to item  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE old_home.thing SET SCHEMA new_home;

-- rename table new_home.thing to item  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE new_home.thing RENAME TO item;

-- rename sequence new_home.thing_id_seq to item_id_seq  [lock: ACCESS EXCLUSIVE, brief]
ALTER SEQUENCE new_home.thing_id_seq RENAME TO item_id_seq;

-- rename sequence new_home.thing_n_seq to item_n_seq  [lock: ACCESS EXCLUSIVE, brief]
ALTER SEQUENCE new_home.thing_n_seq RENAME TO item_n_seq;

-- rename constraint new_home.item.thing_pkey to item_pkey  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE new_home.item RENAME CONSTRAINT thing_pkey TO item_pkey;

-- default of new_home.item.id, default of new_home.item.n  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE new_home.item
  ALTER COLUMN id SET DEFAULT nextval('new_home.item_id_seq'::regclass),
  ALTER COLUMN n SET DEFAULT nextval('new_home.item_n_seq'::regclass);

