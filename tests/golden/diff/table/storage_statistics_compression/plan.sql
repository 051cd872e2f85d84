-- storage of public.t.a  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE ONLY public.t ALTER COLUMN a SET STORAGE external;
ALTER TABLE ONLY public.t ALTER COLUMN a SET COMPRESSION pglz;
ALTER TABLE ONLY public.t ALTER COLUMN a SET STATISTICS 500;

-- storage of public.t.b  [lock: ACCESS EXCLUSIVE, brief]
ALTER TABLE ONLY public.t ALTER COLUMN b SET STORAGE extended;
ALTER TABLE ONLY public.t ALTER COLUMN b SET (n_distinct = 5);

