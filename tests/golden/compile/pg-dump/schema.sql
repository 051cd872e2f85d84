-- Written by schemac compile: every object, in dependency order.
SET standard_conforming_strings = on;
SET array_nulls = on;
SET transform_null_equals = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
SET check_function_bodies = off;
SET search_path = public;

-- table public.a
CREATE TABLE public.a (
    id integer NOT NULL,
    b integer
);
ALTER TABLE ONLY public.a
    ADD CONSTRAINT a_pkey PRIMARY KEY (id);

-- constraint public.a.a_b_fkey
ALTER TABLE ONLY public.a
    ADD CONSTRAINT a_b_fkey FOREIGN KEY (b) REFERENCES public.a(id);
