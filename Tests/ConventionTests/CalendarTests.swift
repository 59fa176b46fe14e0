import Convention
import Support
import Testing

@Suite struct CalendarTests {
    private func due(_ calendar: DropCalendar, after text: String) -> String? {
        Timestamp(iso8601: text).flatMap { calendar.nextDue(after: $0) }?.iso8601(fraction: 0)
    }

    @Test func `follows the European summer time in Paris`() {
        let calendar = DropCalendar(period: .daily, dueHour: 8, timeZone: "Europe/Paris")
        #expect(due(calendar, after: "2026-01-15T06:59:59Z") == "2026-01-15T07:00:00Z")
        #expect(due(calendar, after: "2026-01-15T07:00:00Z") == "2026-01-16T07:00:00Z")
        #expect(due(calendar, after: "2026-07-15T00:00:00Z") == "2026-07-15T06:00:00Z")
        // Clocks change on 29 March and 25 October 2026.
        #expect(due(calendar, after: "2026-03-28T12:00:00Z") == "2026-03-29T06:00:00Z")
        #expect(due(calendar, after: "2026-10-24T12:00:00Z") == "2026-10-25T07:00:00Z")
    }

    @Test func `reads a time that the spring change skips as winter time`() {
        let calendar = DropCalendar(period: .daily, dueHour: 2, dueMinute: 30, timeZone: "Europe/Paris")
        #expect(due(calendar, after: "2026-03-28T12:00:00Z") == "2026-03-29T01:30:00Z")
        #expect(due(calendar, after: "2026-10-24T12:00:00Z") == "2026-10-25T00:30:00Z")
    }

    @Test func `knows the offsets of the French territories`() {
        let calendar = DropCalendar(period: .daily, dueHour: 8, timeZone: "Indian/Reunion")
        #expect(due(calendar, after: "2026-07-15T00:00:00Z") == "2026-07-15T04:00:00Z")
        #expect(TimeZoneRules(named: "Europe/Berlin") == nil)
    }

    @Test func `finds the due day of longer periods`() {
        #expect(due(DropCalendar(period: .weekly, dueDay: 1), after: "2026-11-21T00:00:00Z") == "2026-11-23T00:00:00Z")
        #expect(
            due(DropCalendar(period: .monthly, dueDay: 10), after: "2026-11-21T00:00:00Z") == "2026-12-10T00:00:00Z")
        #expect(
            due(DropCalendar(period: .quarterly, dueDay: 5), after: "2026-11-21T00:00:00Z") == "2027-01-05T00:00:00Z")
        #expect(
            due(DropCalendar(period: .yearly, dueDay: 1, dueMonth: 11), after: "2026-11-21T00:00:00Z")
                == "2027-11-01T00:00:00Z")
        #expect(due(DropCalendar(period: .irregular), after: "2026-11-21T00:00:00Z") == nil)
    }

    @Test func `counts the grace from the due moment`() {
        let calendar = DropCalendar(period: .daily, graceHours: 12)
        #expect(calendar.late(Timestamp(seconds: 0)) == Timestamp(seconds: 43_200))
    }
}
