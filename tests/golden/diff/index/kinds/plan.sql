-- create index public.t.i1  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY i1 ON public.t USING hash (a);

-- create index public.t.i2  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY i2 ON public.t USING gin (c jsonb_path_ops);

-- create index public.t.i3  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY i3 ON public.t USING gist (d);

-- create index public.t.i4  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY i4 ON public.t USING brin (a) WITH (pages_per_range='8');

-- create index public.t.i5  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY i5 ON public.t USING btree (lower(b) text_pattern_ops, a DESC NULLS LAST);

-- create index public.t.i6  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY i6 ON public.t USING btree (a) INCLUDE (b) WHERE (a > 5);

-- create index public.t.i7  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE INDEX CONCURRENTLY i7 ON public.t USING btree (b COLLATE "C");

-- complete index public.t.i7  [lock: SHARE UPDATE EXCLUSIVE, brief]
COMMENT ON INDEX public.i7 IS 'seven';

-- create index public.t.i8  [lock: SHARE UPDATE EXCLUSIVE, long, no transaction]
CREATE UNIQUE INDEX CONCURRENTLY i8 ON public.t USING btree (a) NULLS NOT DISTINCT;

