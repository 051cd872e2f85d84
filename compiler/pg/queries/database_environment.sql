-- The locale columns differ between versions, so they are read by name from the row as JSON.
SELECT pg_encoding_to_char(d.encoding), d.datcollate, d.datctype, coalesce(j ->> 'datlocprovider', 'c'),
       coalesce(j ->> 'datlocale', j ->> 'daticulocale', '')
FROM pg_database d, LATERAL to_jsonb(d) j
WHERE d.datname = current_database()
