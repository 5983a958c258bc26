import { describe, expect, it } from 'vitest';
import { keyText, PyDate, PyDateTime, toJs } from './index.js';

const day = new PyDate(Date.UTC(2020, 0, 2) * 1000);
const at = new PyDateTime(Date.UTC(2020, 0, 2, 3, 4, 5) * 1000 + 60, -210);

describe('dates', () => {
  it('have the texts Python gives them', () => {
    expect([day.str(), day.repr(), day.isoFormat()]).toEqual(['2020-01-02', 'datetime.date(2020, 1, 2)', '2020-01-02']);
    expect([at.str(), at.isoFormat()]).toEqual([
      '2020-01-02 03:04:05.000060-03:30',
      '2020-01-02T03:04:05.000060-03:30',
    ]);
    expect(at.repr()).toBe(
      'datetime.datetime(2020, 1, 2, 3, 4, 5, 60, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=73800)))',
    );
    expect(new PyDateTime(-62135596800e6).str()).toBe('0001-01-01 00:00:00');
  });

  it('are compared as moments, and not when only one knows its zone', () => {
    const noon = new PyDateTime(12 * 3600e6, 0);
    expect(noon.compareTo(new PyDateTime(13 * 3600e6, 60))).toBe(0);
    expect(noon.compareTo(new PyDateTime(12 * 3600e6))).toBeUndefined();
    expect(day.compareTo(at)).toBeUndefined();
  });

  it('leave as text: as JSON has it when YAML wrote it, else as str() gives it', () => {
    const moment = new PyDateTime(0);
    const written = new PyDateTime(0, undefined, true);
    expect(toJs([moment, written, day])).toEqual(['1970-01-01 00:00:00', '1970-01-01T00:00:00', '2020-01-02']);
    expect(toJs(new Map([[day, day]]))).toEqual({ '2020-01-02': '2020-01-02' });
    expect(keyText(moment)).toBe('1970-01-01 00:00:00');
    expect(JSON.stringify({ moment, day })).toBe('{"moment":"1970-01-01T00:00:00","day":"2020-01-02"}');
  });
});
