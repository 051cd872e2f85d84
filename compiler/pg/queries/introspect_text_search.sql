SELECT 'pg_ts_parser', p.oid, 'text_search_parser', p.prsnamespace, p.prsname, NULL::oid,
       format('CREATE TEXT SEARCH PARSER %I.%I (%s)', n.nspname, p.prsname, concat_ws(', ',
         'START = ' || p.prsstart::text, 'GETTOKEN = ' || p.prstoken::text, 'END = ' || p.prsend::text,
         CASE WHEN p.prsheadline <> 0 THEN 'HEADLINE = ' || p.prsheadline::text END,
         'LEXTYPES = ' || p.prslextype::text)),
       NULL::text[], NULL::text, NULL::text
FROM pg_ts_parser p JOIN pg_namespace n ON n.oid = p.prsnamespace
WHERE p.prsnamespace IN :namespaces AND p.oid NOT IN :members_of_pg_ts_parser
UNION ALL
SELECT 'pg_ts_template', t.oid, 'text_search_template', t.tmplnamespace, t.tmplname, NULL,
       format('CREATE TEXT SEARCH TEMPLATE %I.%I (%s)', n.nspname, t.tmplname, concat_ws(', ',
         CASE WHEN t.tmplinit <> 0 THEN 'INIT = ' || t.tmplinit::text END, 'LEXIZE = ' || t.tmpllexize::text)),
       NULL, NULL, NULL
FROM pg_ts_template t JOIN pg_namespace n ON n.oid = t.tmplnamespace
WHERE t.tmplnamespace IN :namespaces AND t.oid NOT IN :members_of_pg_ts_template
UNION ALL
SELECT 'pg_ts_dict', d.oid, 'text_search_dictionary', d.dictnamespace, d.dictname, d.dictowner,
       format('CREATE TEXT SEARCH DICTIONARY %I.%I (%s)', n.nspname, d.dictname, concat_ws(', ',
         format('TEMPLATE = %I.%I', tn.nspname, t.tmplname), d.dictinitoption)),
       NULL, NULL, NULL
FROM pg_ts_dict d JOIN pg_namespace n ON n.oid = d.dictnamespace
JOIN pg_ts_template t ON t.oid = d.dicttemplate JOIN pg_namespace tn ON tn.oid = t.tmplnamespace
WHERE d.dictnamespace IN :namespaces AND d.oid NOT IN :members_of_pg_ts_dict
UNION ALL
SELECT 'pg_ts_config', c.oid, 'text_search_configuration', c.cfgnamespace, c.cfgname, c.cfgowner,
       format('CREATE TEXT SEARCH CONFIGURATION %I.%I (PARSER = %I.%I)', n.nspname, c.cfgname, pn.nspname, p.prsname),
       (SELECT array_agg(format('ALTER TEXT SEARCH CONFIGURATION %I.%I ADD MAPPING FOR %I WITH %s', n.nspname, c.cfgname,
                                m.alias, m.dictionaries) ORDER BY m.alias)
        FROM (SELECT tt.alias, string_agg(format('%I.%I', dn.nspname, d.dictname), ', ' ORDER BY e.mapseqno) AS dictionaries
              FROM pg_ts_config_map e
              JOIN ts_token_type(c.cfgparser) tt ON tt.tokid = e.maptokentype
              JOIN pg_ts_dict d ON d.oid = e.mapdict JOIN pg_namespace dn ON dn.oid = d.dictnamespace
              WHERE e.mapcfg = c.oid GROUP BY tt.alias) m),
       NULL, NULL
FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
JOIN pg_ts_parser p ON p.oid = c.cfgparser JOIN pg_namespace pn ON pn.oid = p.prsnamespace
WHERE c.cfgnamespace IN :namespaces AND c.oid NOT IN :members_of_pg_ts_config
