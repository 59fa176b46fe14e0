import Foundation
import TestSupport

/// What each client did in this run, written to `.build/clients.md` as the results come in.
final class ClientTable: Sendable {
    static let shared = ClientTable()
    static let path = Checkout.root + "/.build/clients.md"

    /// What is done with each client, in the order of the columns.
    enum Column: String, CaseIterable {
        case whole = "whole files, 1 kB and 9 MiB"
        case cut = "after a cut connection"
        case renamed = "temporary name, then renamed"
        case preserved = "times and modes"
        case empty = "empty file"
    }

    private struct Row {
        var version = ""
        var results: [Column: String] = [:]
    }

    /// Sendable: everything that changes is guarded by `lock`.
    private nonisolated(unsafe) var rows: [String: Row] = [:]
    private let lock = NSLock()

    /// Notes what became of one client, and prints where the table is when it is the first.
    func note(_ client: Client, _ column: Column, _ result: String) {
        lock.withLock {
            var row = unsafe rows[client.name] ?? Row(version: client.absence == nil ? client.versionText() : "")
            row.results[column] = result
            if unsafe rows.isEmpty { print("clients: \(Self.path)") }
            unsafe rows[client.name] = row
            try? Data(text.utf8).write(to: URL(fileURLWithPath: Self.path), options: .atomic)
        }
    }

    /// The Markdown table; the lock is held.
    private var text: String {
        var lines = [
            "| client | version | " + Column.allCases.map(\.rawValue).joined(separator: " | ") + " |",
            String(repeating: "|---", count: Column.allCases.count + 2) + "|",
        ]
        for client in Client.all {
            guard let row = unsafe rows[client.name] else { continue }
            let cells = Column.allCases.map { row.results[$0] ?? "" }
            lines.append("| \(client.name) | \(row.version) | " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
