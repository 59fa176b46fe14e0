internal import Commands
package import Ledger
internal import Support

/// `ecluse receipts`: lists and shows receipts, checks their chains.
package struct ReceiptsView {
    private let ledger: any Ledger

    /// A view of `ledger`.
    package init(_ ledger: any Ledger) { self.ledger = ledger }

    /// Receipts of an account after `number`.
    package func list(account: String, after number: Int64 = 0, limit: Int = 100) throws -> Answer {
        let receipts = try ledger.receipts(account: account, after: number, limit: limit)
        return Answer(
            receipts.isEmpty ? [.line("no receipts")] : [.table(Self.table(receipts))],
            json: .object([("account", .text(account)), ("receipts", .list(receipts.map(Self.json)))]))
    }

    /// One receipt as the producer reads it; as JSON, the signed statement itself with its signature.
    package func show(account: String, number: Int64) throws -> Answer {
        guard let receipt = try ledger.receipts(account: account, after: number - 1, limit: 1).first,
            receipt.number == number
        else { throw LedgerFault.unknownReceipt }
        let lines = String(decoding: receipt.content.text, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        let members = Self.json(receipt).members?.map { ($0.name, $0.value) } ?? []
        let json: JSONValue = .object(
            members + [
                ("statement", (try? JSONParser.parse(receipt.content.json)) ?? JSONValue(.null)),
                ("signature", .text(String(decoding: receipt.content.signature, as: UTF8.self))),
            ])
        return Answer(lines.map { .line(String($0)) }, json: json)
    }

    /// Checks the chains of `account`, or of all; `signature` says whether a receipt's is the gateway's.
    package func verify(
        account: String? = nil, signature: ((_ json: [UInt8], _ signature: [UInt8]) throws -> Bool)? = nil
    ) throws -> Answer {
        let accounts = try account.map { [$0] } ?? ledger.accounts()
        let reports = try accounts.map { try ReceiptChain.check(ledger, account: $0, verify: signature) }
        var table = TextTable("ACCOUNT", ">SOUND", "RESULT")
        for report in reports {
            let result = report.broken.map { "broken at \($0.number): \($0.reason.rawValue)" } ?? "whole"
            table.add([report.account, String(report.sound), result])
        }
        let json: JSONValue = .list(
            reports.map { report in
                .object([
                    ("account", .text(report.account)), ("sound", .count(report.sound)),
                    ("brokenAt", report.broken.map { .count($0.number) } ?? JSONValue(.null)),
                    ("reason", .optional(report.broken?.reason.rawValue)),
                ])
            })
        return Answer([.table(table)], json: json, isSound: reports.allSatisfy { $0.broken == nil })
    }

    static func table(_ receipts: [ReceiptRecord]) -> TextTable {
        var table = TextTable(">RECEIPT", "KIND", "CREATED", "DELIVERED", "FETCHED", "=DROP")
        for receipt in receipts {
            table.add([
                String(receipt.number), receipt.kind.rawValue, Figures.time(receipt.createdAt),
                Figures.time(receipt.deliveredAt), Figures.time(receipt.acknowledgedAt), receipt.drop,
            ])
        }
        return table
    }

    static func json(_ receipt: ReceiptRecord) -> JSONValue {
        .object([
            ("account", .text(receipt.account)), ("number", .count(receipt.number)), ("drop", .text(receipt.drop)),
            ("kind", .text(receipt.kind.rawValue)), ("createdAt", .text(receipt.createdAt)),
            ("sha256", .text(receipt.sha256Text)), ("previous", .text(receipt.previousText)),
            ("deliveredAt", .optional(receipt.deliveredAt)), ("acknowledgedAt", .optional(receipt.acknowledgedAt)),
        ])
    }
}
