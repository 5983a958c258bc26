#!/bin/sh
echo '{"web": {"hosts": ["h1", "h2"], "vars": {"g": 1}}, "_meta": {"hostvars": {"h1": {"x": "one", "ansible_connection": "local"}, "h2": {"ansible_connection": "local"}}}}'
