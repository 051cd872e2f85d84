--
-- PostgreSQL database dump
--

\restrict qwerty

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET default_tablespace = '';

CREATE TABLE public.a (
    id integer NOT NULL,
    b integer
);
ALTER TABLE ONLY public.a
    ADD CONSTRAINT a_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.a
    ADD CONSTRAINT a_b_fkey FOREIGN KEY (b) REFERENCES public.a(id);

\unrestrict qwerty
