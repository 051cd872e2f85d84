SELECT s.id FROM site_count c JOIN site s ON s.owner = c.owner -- best
