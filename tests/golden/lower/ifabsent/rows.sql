-- The values as the server stores them; division by zero if one is another.
+ INSERT INTO public.note (id) VALUES ('x'); SELECT 1 / (CASE WHEN ROW(shared, text, empty, "inner", single, plain, bare) IS NOT DISTINCT FROM ROW('of notes', 'not known', '', 'a "quoted" word', 'it''s', 'as it is', 'string(x)') THEN 1 ELSE 0 END) FROM public.note
+ SELECT 1 / (CASE WHEN ROW(day, at, clock, bare_day) IS NOT DISTINCT FROM ROW('2020-01-31'::date, '2020-01-31T10:00:00Z'::timestamptz, '10:30'::time, '2020-01-31'::date) THEN 1 ELSE 0 END) FROM public.note
+ SELECT 1 / (CASE WHEN ROW(count, count2, ratio, share, open, shut) IS NOT DISTINCT FROM ROW(5, 6, 0.5::float8, 12.50, true, false) THEN 1 ELSE 0 END) FROM public.note
+ SELECT 1 / (CASE WHEN ROW(kind::text, kind2::text, kind3::text, unit, link, word, "any") IS NOT DISTINCT FROM ROW('b', 'c d', 'a', 'kg', 'http://example.org/x', 'ex:class_uri', '"5"'::jsonb) THEN 1 ELSE 0 END) FROM public.note
