SELECT 'pg_language', l.oid, 'language', 0, l.lanname, l.lanowner,
       concat_ws(' ', CASE WHEN l.lanpltrusted THEN 'CREATE TRUSTED LANGUAGE' ELSE 'CREATE LANGUAGE' END, quote_ident(l.lanname),
         'HANDLER ' || l.lanplcallfoid::regproc,
         CASE WHEN l.laninline <> 0 THEN 'INLINE ' || l.laninline::regproc END,
         CASE WHEN l.lanvalidator <> 0 THEN 'VALIDATOR ' || l.lanvalidator::regproc END),
       NULL::text[], NULL::text, NULL::text
FROM pg_language l
WHERE l.lanispl AND l.oid >= 16384 AND l.oid NOT IN :members_of_pg_language
