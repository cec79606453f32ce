export const ics = (text: string): string => `${text.trim().replace(/\r?\n/g, '\r\n')}\r\n`;
/** A calendar object of a program. */
export const calendar = (prodid: string, text: string): string =>
  ics(`BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:${prodid}\n${text.trim()}\nEND:VCALENDAR`);

/** The least of a VEVENT around what a test is about. */
export const event = (lines: string, more = ''): string =>
  calendar(
    '-//test//EN',
    `BEGIN:VEVENT\nUID:u1\nDTSTAMP:20260101T000000Z\n${lines.trim()}\nEND:VEVENT\n${more.trim()}`,
  );

export const berlin = `BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
DTSTART:19810329T020000
TZNAME:CEST
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
DTSTART:19961027T030000
TZNAME:CET
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE`;
