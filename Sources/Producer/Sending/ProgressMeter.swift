package import Support

/// How far an upload is, how fast it goes and how long it still takes: figures in, a line out.
package struct ProgressMeter: Sendable {
    /// Nanoseconds over which the rate is taken.
    private static let span: UInt64 = 10_000_000_000
    private static let narrowestBar = 10
    private static let widestBar = 40

    private let size: UInt64
    private let language: Language
    /// What was done when, the oldest first: from the last sample before the span on.
    private var samples: [(done: UInt64, at: UInt64)] = []

    /// A meter of an upload of `size` bytes.
    package init(size: UInt64, language: Language) {
        self.size = size
        self.language = language
    }

    /// Notes that `done` bytes are there at `now`, in nanoseconds of a clock that goes forward.
    package mutating func note(_ done: UInt64, at now: UInt64) {
        samples.append((min(done, size), now))
        while samples.count > 2, now - samples[1].at >= ProgressMeter.span { samples.removeFirst() }
    }

    /// Whole percent that are done; all of nothing is done.
    package var percent: Int {
        guard size > 0 else { return 100 }
        return Int(Double(samples.last?.done ?? 0) / Double(size) * 100)
    }

    /// Bytes a second; nil before there are two moments.
    package var rate: UInt64? {
        guard let first = samples.first, let last = samples.last, last.at > first.at else { return nil }
        return UInt64(Double(last.done - min(first.done, last.done)) * 1e9 / Double(last.at - first.at))
    }

    /// Seconds that are left at this rate; nil where nothing moves.
    package var secondsLeft: Int? {
        guard let rate, rate > 0 else { return nil }
        return Int((size - (samples.last?.done ?? 0) + rate - 1) / rate)
    }

    /// One line of at most `width` cells: bar, percent, bytes, rate, time left, as much of it as fits.
    package func line(width: Int) -> String {
        let table = ProducerMessages.table
        let done = samples.last?.done ?? 0
        var parts = [
            pad(percent, 0) + (language == .french ? "\u{a0}%" : " %"),
            table.text(
                "producer.say.of", language, ["done": Amounts.bytes(done), "size": Amounts.bytes(size)]),
        ]
        if let rate { parts.append(Amounts.bytes(rate) + "/s") }
        if let secondsLeft, done < size {
            parts.append(
                table.text("producer.say.left", language, ["time": ProgressMeter.clock(secondsLeft)]))
        }
        while parts.count > 1, parts.joined(separator: "  ").count > width { parts.removeLast() }
        let text = parts.joined(separator: "  ")
        let room = min(width - text.count - 4, ProgressMeter.widestBar)
        return room < ProgressMeter.narrowestBar ? text : bar(room) + "  " + text
    }

    private func bar(_ cells: Int) -> String {
        let full = cells * percent / 100
        return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: cells - full) + "]"
    }

    /// `0:07`, `12:30`, `1:02:03`.
    private static func clock(_ seconds: Int) -> String {
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
        return (hours > 0 ? "\(hours):" + pad(minutes, 2) : "\(minutes)") + ":" + pad(seconds % 60, 2)
    }
}
