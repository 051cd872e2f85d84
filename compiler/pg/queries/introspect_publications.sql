SELECT 'pg_publication', p.oid, 'publication', 0, p.pubname, p.pubowner,
       format('CREATE PUBLICATION %I%s WITH (publish = %L%s)', p.pubname,
              CASE WHEN p.puballtables THEN ' FOR ALL TABLES'
                   ELSE :publication_for || (SELECT string_agg(o.item, ', ' ORDER BY o.item COLLATE "C") FROM (:publication_items) o) END,
              concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
                        CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END),
              CASE WHEN p.pubviaroot THEN ', publish_via_partition_root = true' ELSE '' END :publication_options),
       NULL::text[], NULL::text, NULL::text
FROM pg_publication p
WHERE p.oid NOT IN :members_of_pg_publication
