internal import Commands
internal import Ledger
internal import Support

/// What `ecluse drops` shows of the delivery that a drop belongs to.
enum DeliveryView {
    /// What a delivery waits for; nil where it is complete.
    static func waits(_ delivery: DeliveryRecord) -> String? {
        guard !delivery.isComplete else { return nil }
        return "waits for \(delivery.missing.joined(separator: ", ")) until \(Figures.shortTime(delivery.deadline))"
    }

    /// Its files, those that are missing too.
    static func table(_ delivery: DeliveryRecord) -> TextTable {
        var table = TextTable("DELIVERY \(delivery.period)", "TABLE", "NAME")
        table.add([delivery.manifest, "", "manifest"])
        for file in delivery.files { table.add([file.drop ?? "missing", file.table, file.name]) }
        return table
    }

    static func json(_ delivery: DeliveryRecord) -> JSONValue {
        .object([
            ("manifest", .text(delivery.manifest)), ("period", .text(delivery.period)),
            ("deadline", .text(delivery.deadline)),
            (
                "files",
                .list(
                    delivery.files.map { file in
                        .object([
                            ("table", .text(file.table)), ("name", .text(Visible.escape(file.name))),
                            ("drop", .optional(file.drop)),
                        ])
                    })
            ),
        ])
    }
}
