-- $1 project
SELECT namespace, name FROM schemac.populated_view WHERE project = $1
