import Producer
import Support
import Testing

@Suite struct ProgressMeterTests {
    private static let second: UInt64 = 1_000_000_000

    private func meter(_ size: UInt64, _ samples: [(UInt64, Double)], _ language: Language = .english) -> ProgressMeter
    {
        var meter = ProgressMeter(size: size, language: language)
        for (done, seconds) in samples { meter.note(done, at: UInt64(seconds * Double(Self.second))) }
        return meter
    }

    @Test func `a line has a bar, percent, bytes, rate and time left`() {
        let meter = meter(100 << 20, [(0, 1), (25 << 20, 6)])
        #expect(meter.percent == 25 && meter.rate == 5 << 20 && meter.secondsLeft == 15)
        #expect(
            meter.line(width: 80)
                == "[######---------------------]  25 %  25.0 MiB of 100.0 MiB  5.0 MiB/s  0:15 left")
    }

    @Test func `French says it in French`() {
        let text = meter(100, [(0, 0), (50, 1)], .french).line(width: 100)
        #expect(text.contains("50\u{a0}%  50 B sur 100 B  50 B/s  reste 0:01"))
    }

    @Test(arguments: [10, 20, 30, 45, 60, 79, 200])
    func `a line is never wider than the terminal`(width: Int) {
        let text = meter(3 << 40, [(1 << 30, 0), (1 << 40, 5)]).line(width: width)
        #expect(text.count <= width && text.contains("33 %"))
        // A bar is at least ten cells wide, or not there.
        #expect(
            !text.hasPrefix("[")
                || (text.firstIndex(of: "]").map { text.distance(from: text.startIndex, to: $0) } ?? 0) > 10)
    }

    @Test func `the rate is that of the last seconds, not of a fast start`() {
        let meter = meter(1000, [(0, 0), (500, 1), (510, 11), (520, 21), (530, 31)])
        #expect(meter.rate == 1 && meter.secondsLeft == 470)
    }

    @Test func `long times are written with hours`() {
        #expect(meter(7262, [(0, 0), (1, 1)]).line(width: 100).contains("2:01:01 left"))
    }

    @Test func `nothing is known before something moves, and all of nothing is done`() {
        #expect(meter(100, []).line(width: 80).contains("0 %  0 B of 100 B"))
        #expect(meter(100, [(0, 1), (0, 2)]).secondsLeft == nil)
        #expect(meter(0, []).percent == 100)
        #expect(meter(10, [(0, 0), (10, 1)]).line(width: 80).hasPrefix("[####"))
        #expect(!meter(10, [(0, 0), (10, 1)]).line(width: 80).contains("left"))
        #expect(meter(10, [(0, 0), (99, 1)]).percent == 100)
    }
}
