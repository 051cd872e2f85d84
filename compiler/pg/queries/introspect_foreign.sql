-- Options that may be secrets are not read; their names are in the last column.
SELECT 'pg_foreign_data_wrapper', w.oid, 'foreign_data_wrapper', 0, w.fdwname, w.fdwowner,
       concat_ws(' ', format('CREATE FOREIGN DATA WRAPPER %I', w.fdwname),
         CASE WHEN w.fdwhandler <> 0 THEN 'HANDLER ' || w.fdwhandler::regproc END,
         CASE WHEN w.fdwvalidator <> 0 THEN 'VALIDATOR ' || w.fdwvalidator::regproc END,
         (SELECT format('OPTIONS (%s)', string_agg(format('%I %L', o.option_name, o.option_value), ', '))
          FROM pg_options_to_table(w.fdwoptions) o WHERE o.option_name !~* :secret HAVING count(*) > 0)),
       NULL::text[], NULL::text,
       (SELECT 'options of foreign data wrapper ' || w.fdwname || ': ' || string_agg(o.option_name, ', ')
        FROM pg_options_to_table(w.fdwoptions) o WHERE o.option_name ~* :secret)
FROM pg_foreign_data_wrapper w
WHERE w.oid NOT IN :members_of_pg_foreign_data_wrapper
UNION ALL
SELECT 'pg_foreign_server', s.oid, 'foreign_server', 0, s.srvname, s.srvowner,
       concat_ws(' ', format('CREATE SERVER %I', s.srvname), 'TYPE ' || quote_literal(s.srvtype),
         'VERSION ' || quote_literal(s.srvversion), format('FOREIGN DATA WRAPPER %I', w.fdwname),
         (SELECT format('OPTIONS (%s)', string_agg(format('%I %L', o.option_name, o.option_value), ', '))
          FROM pg_options_to_table(s.srvoptions) o WHERE o.option_name !~* :secret HAVING count(*) > 0)),
       NULL, NULL,
       (SELECT 'options of foreign server ' || s.srvname || ': ' || string_agg(o.option_name, ', ')
        FROM pg_options_to_table(s.srvoptions) o WHERE o.option_name ~* :secret)
FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
WHERE s.oid NOT IN :members_of_pg_foreign_server
UNION ALL
SELECT 'pg_user_mapping', m.umid, 'user_mapping', 0, format('%s SERVER %I', u.grantee, m.srvname), NULL,
       concat_ws(' ', format('CREATE USER MAPPING FOR %s SERVER %I', u.grantee, m.srvname),
         (SELECT format('OPTIONS (%s)', string_agg(format('%I %L', o.option_name, o.option_value), ', '))
          FROM pg_options_to_table(m.umoptions) o WHERE o.option_name !~* :secret HAVING count(*) > 0)),
       NULL, NULL,
       (SELECT format('options of user mapping %s SERVER %s: %s', u.grantee, m.srvname, string_agg(o.option_name, ', '))
        FROM pg_options_to_table(m.umoptions) o WHERE o.option_name ~* :secret HAVING count(*) > 0)
FROM pg_user_mappings m
CROSS JOIN LATERAL (SELECT CASE WHEN m.umuser = 0 THEN 'public' ELSE quote_ident(m.usename) END) u(grantee)
