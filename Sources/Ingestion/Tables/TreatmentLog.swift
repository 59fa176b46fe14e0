internal import Records
internal import Support

/// Findings of treatments by code and field: exact counts, and the first lines of each.
struct TreatmentLog: Sendable {
    struct Key: Hashable, Sendable {
        let code: FaultCode
        /// Index of the field in the table.
        let field: Int
    }

    struct Entry: Sendable {
        var count: UInt64 = 0
        var lines: [UInt64] = []
    }

    private var entries: [Key: Entry] = [:]

    var isEmpty: Bool { entries.isEmpty }

    /// Findings in the order of fields, then codes.
    var sorted: [(key: Key, entry: Entry)] {
        entries.map { ($0.key, $0.value) }
            .sorted { ($0.key.field, $0.key.code.rawValue) < ($1.key.field, $1.key.code.rawValue) }
    }

    mutating func note(_ code: FaultCode, field: Int, line: UInt64, count: UInt64 = 1) {
        entries[Key(code: code, field: field), default: Entry()].add(count: count, lines: [line])
    }

    /// Adds the findings of the block that follows.
    mutating func merge(_ next: TreatmentLog) {
        for (key, entry) in next.entries { entries[key, default: Entry()].add(count: entry.count, lines: entry.lines) }
    }
}

extension TreatmentLog.Entry {
    fileprivate mutating func add(count more: UInt64, lines next: [UInt64]) {
        count += more
        lines += next.prefix(ViolationLog.examplesPerRule - min(lines.count, ViolationLog.examplesPerRule))
    }
}
