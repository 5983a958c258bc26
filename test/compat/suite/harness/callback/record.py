"""Writes what ansible-playbook tells, event by event, as one JSON file."""
import atexit
import datetime
import json
import os

from ansible.plugins.callback import CallbackBase


def plain(value):
    """Texts, numbers and collections without Ansible's marks."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(v) for v in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()  # as Ansible's own JSON has it
    return str(value)


def included(result):
    """What an include brought is told by itself."""
    return result._task.action.split('.')[-1] in ('include_tasks', 'include_role')


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'aggregate'
    CALLBACK_NAME = 'record'
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self):
        super().__init__()
        self.events = []
        self.process = os.getpid()
        self.banners = []
        # Some mistakes end ansible-playbook in the middle of a run, without a recap.
        atexit.register(self.write, {}, {})

    def add(self, result, status):
        if status in ('ok', 'changed') and included(result):
            return
        self.events.append([result._host.get_name(), result._task.get_name(), status, plain(result._result)])

    def item(self, result, status):
        if status in ('ok', 'changed') and included(result):
            return
        label = self._get_item_label(result._result)
        self.events.append([result._host.get_name(), result._task.get_name(), 'item ' + status, {'label': str(plain(label))}])

    def v2_playbook_on_play_start(self, play):
        self.banners.append('PLAY ' + play.get_name().strip())

    def v2_playbook_on_no_hosts_matched(self):
        self.banners.append('no hosts matched')

    def v2_playbook_on_no_hosts_remaining(self):
        self.banners.append('no more hosts left')

    def v2_playbook_on_task_start(self, task, is_conditional):
        self.banners.append('TASK ' + task.get_name().strip())

    def v2_playbook_on_handler_task_start(self, task):
        self.banners.append('HANDLER ' + task.get_name().strip())

    def v2_playbook_on_include(self, included_file):
        for host in sorted(h.name for h in included_file._hosts):
            self.events.append([host, included_file._task.get_name(), 'included', {'file': included_file._filename}])

    def v2_runner_on_ok(self, result):
        self.add(result, 'changed' if result._result.get('changed') else 'ok')

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.add(result, 'ignored' if ignore_errors else 'failed')

    def v2_runner_on_skipped(self, result):
        self.add(result, 'skipped')

    def v2_runner_on_unreachable(self, result):
        self.add(result, 'unreachable')

    def v2_runner_item_on_ok(self, result):
        self.item(result, 'changed' if result._result.get('changed') else 'ok')

    def v2_runner_item_on_failed(self, result):
        self.item(result, 'failed')

    def v2_runner_item_on_skipped(self, result):
        self.item(result, 'skipped')

    def v2_runner_retry(self, result):
        left = result._result['retries'] - result._result['attempts']
        self.events.append([result._host.get_name(), result._task.get_name(), 'retry', {'left': left}])

    def v2_playbook_on_stats(self, stats):
        recap = {h: stats.summarize(h) for h in sorted(stats.processed)}
        recap = {h: {('failed' if k == 'failures' else k): v for k, v in s.items()} for h, s in recap.items()}
        custom = plain(stats.custom)
        self.write(recap, custom)

    def write(self, recap, custom):
        path = os.environ['COMPAT_RECORD_TO']
        if os.path.exists(path) or os.getpid() != self.process:
            return
        with open(path, 'w') as out:
            json.dump({'banners': self.banners, 'events': self.events, 'recap': recap, 'custom': custom}, out)
