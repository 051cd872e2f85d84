-- drop text search configuration public.conf  [lock: none]
DROP TEXT SEARCH CONFIGURATION public.conf;

-- drop text search dictionary public.d  [lock: none]
DROP TEXT SEARCH DICTIONARY public.d;

-- create text search dictionary public.d  [lock: none]
CREATE TEXT SEARCH DICTIONARY public.d (TEMPLATE = pg_catalog.simple, accept = 'false');
ALTER TEXT SEARCH DICTIONARY public.d OWNER TO postgres;

-- create text search configuration public.conf  [lock: none]
CREATE TEXT SEARCH CONFIGURATION public.conf (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR asciihword WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR asciiword WITH public.d;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR email WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR file WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR "float" WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR host WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR hword WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR hword_asciipart WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR hword_numpart WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR hword_part WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR "int" WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR numhword WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR numword WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR sfloat WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR uint WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR url WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR url_path WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR version WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf ADD MAPPING FOR word WITH pg_catalog.simple;
ALTER TEXT SEARCH CONFIGURATION public.conf OWNER TO postgres;

