import Support
import Testing

@Suite struct AmountsTests {
    @Test func `writes sizes, counts and durations as people read them`() {
        #expect(
            [0, 1023, 1536, 3 << 20, UInt64.max].map(Amounts.bytes) == [
                "0 B", "1023 B", "1.5 KiB", "3.0 MiB", "16777215.9 TiB",
            ])
        #expect([0, 999, 1000, -1_234_567].map { Amounts.count($0) } == ["0", "999", "1,000", "-1,234,567"])
        #expect(
            [0, 999, 1000, 61_250].map { Amounts.duration(milliseconds: $0) } == ["0 ms", "999 ms", "1.0 s", "61.2 s"])
    }

    @Test func `keeps the columns of a log in place and leaves out what is empty`() {
        #expect(
            LogLine.text(account: "a", event: "ingested", "x.age", "", "2 s") == "a             ingested     x.age  2 s"
        )
        #expect(
            LogLine.text(account: "a-long-account-name", event: "received", "x").hasPrefix(
                "a-long-account-name  received"))
    }
}
