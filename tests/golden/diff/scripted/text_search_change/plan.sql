-- drop text_search_dictionary public.d  [lock: none]
DROP TEXT SEARCH DICTIONARY public.d;

-- create text_search_dictionary public.d  [lock: none]
CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = pg_catalog.simple, accept = 'false');
ALTER TEXT SEARCH DICTIONARY public.d OWNER TO postgres;

