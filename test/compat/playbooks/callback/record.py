"""Writes what ansible-playbook reports as one JSON file: tasks per host in order, statuses, results, recap."""
import json
import os

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'aggregate'
    CALLBACK_NAME = 'record'
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self):
        super().__init__()
        self.events = []

    def add(self, result, status):
        kept = {k: v for k, v in result._result.items() if k in ('msg', 'rc', 'stdout', 'item', 'attempts', 'skip_reason', 'failed_when_result')}
        self.events.append({'task': result._task.get_name(), 'host': result._host.get_name(), 'status': status, 'result': kept})

    def v2_runner_on_ok(self, result):
        if 'include' in result._task.action and result._task.action.split('.')[-1] in ('include_tasks', 'include_role'):
            return
        self.add(result, 'changed' if result._result.get('changed') else 'ok')

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.add(result, 'ignored' if ignore_errors else 'failed')

    def v2_runner_on_skipped(self, result):
        self.add(result, 'skipped')

    def v2_runner_on_unreachable(self, result):
        self.add(result, 'unreachable')

    def v2_playbook_on_stats(self, stats):
        recap = {h: stats.summarize(h) for h in sorted(stats.processed)}
        recap = {h: {**{('failed' if k == 'failures' else k): v for k, v in s.items()}} for h, s in recap.items()}
        with open(os.environ['RECORD_TO'], 'w') as out:
            json.dump({'events': self.events, 'recap': recap}, out, indent=1, default=str)
