internal import SQLite
package import Support

extension SQLiteLedger {
    package func drops(_ filter: DropFilter) throws -> DropPage {
        let limit = max(1, min(filter.limit, DropFilter.maximumLimit))
        let conditions: [(sql: String, value: Value?)] = [
            ("account = ?", filter.account.map { .text($0) }), ("convention = ?", filter.convention.map { .text($0) }),
            ("state = ?", filter.state.map { .text($0.rawValue) }),
            ("arrivedAt >= ?", filter.arrivedFrom.map { .int($0.microseconds) }),
            ("arrivedAt < ?", filter.arrivedBefore.map { .int($0.microseconds) }),
            ("sequence < ?", filter.before.map { .int($0) }),
        ].filter { $0.value != nil }
        let clause = conditions.isEmpty ? "" : "WHERE " + conditions.map(\.sql).joined(separator: " AND ")
        return try locked { database in
            // One more than asked for says whether there is another page.
            var drops = try database.list(
                "SELECT \(DropRecord.columns) FROM drops \(clause) ORDER BY sequence DESC LIMIT ?",
                conditions.compactMap(\.value) + [.int(limit + 1)], DropRecord.init)
            let more = drops.count > limit
            if more { drops.removeLast() }
            return DropPage(drops: drops, next: more ? drops.last?.sequence : nil)
        }
    }

    package func history(_ id: String) throws -> [DropEvent] {
        try locked { database in
            let record = try database.known(id)
            return try database.list(
                "SELECT at, fromState, toState, note FROM events WHERE dropSequence = ? ORDER BY sequence",
                [.int(record.sequence)]
            ) { row in
                DropEvent(
                    at: Timestamp(microseconds: try row.integer(0)),
                    from: try row.optionalText(1).map { text in try named(text, "fromState") },
                    to: try named(row.text(2), "toState"), note: try row.optionalText(3))
            }
        }
    }

    package func accounts() throws -> [String] {
        try locked { try $0.list("SELECT DISTINCT account FROM drops ORDER BY account") { try $0.text(0) } }
    }

    package func dailyFigures(from first: CivilDate, through last: CivilDate) throws -> [DailyFigure] {
        let day: Int64 = 86_400_000_000
        var figures: [DailyFigure] = []
        try locked { database in
            try database.forEach(
                """
                SELECT arrivedAt / ?1, account, state, count(*), sum(size) FROM drops
                WHERE arrivedAt >= ?2 AND arrivedAt < ?3 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
                """,
                [.int(day), .int(Int64(first.days) * day), .int((Int64(last.days) + 1) * day)]
            ) { row in
                let date = CivilDate(days: Int32(clamping: try row.integer(0)))
                let account = try row.text(1)
                if figures.last?.day != date || figures.last?.account != account {
                    figures.append(DailyFigure(day: date, account: account, drops: 0, bytes: 0, states: [:]))
                }
                let count = Int(try row.integer(3))
                figures[figures.count - 1].drops += count
                figures[figures.count - 1].bytes += UInt64(clamping: try row.integer(4))
                figures[figures.count - 1].states[try named(row.text(2), "state")] = count
            }
        }
        return figures
    }
}
