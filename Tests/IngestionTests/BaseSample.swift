import Foundation
import TestSupport
import Testing

/// Small files of a base, with records of nobody, and what must become of them: a file of `Vectors/bases`.
///
/// `@table` begins the file of a table, `@expected` its rows in the catalogue as the readers dump them, where `*` stands for any
/// pseudonym or number; `@fault CODE FIELD=VALUE …` is a change of the first record that must be refused for that reason.
struct BaseSample {
    /// A change of a table's first record, and the code that it must give.
    struct Fault {
        let table: Int
        let code: String
        let changes: [(field: String, value: String)]
    }

    struct Table {
        let name: String
        var lines: [String] = []
        var expected: [[String?]] = []
    }

    private(set) var tables: [Table] = []
    private(set) var faults: [Fault] = []

    static let bases = Checkout.files(below: "Tests/IngestionTests/Vectors/bases", suffix: ".txt").map {
        String($0.split(separator: "/")[4].dropLast(4))
    }

    init(_ base: String) throws {
        let text = try Checkout.text("Tests/IngestionTests/Vectors/bases/\(base).txt")
        var isExpectation = false
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let words = line.split(separator: " ")
            switch words.first {
            case "@table":
                tables.append(Table(name: String(words[1])))
                isExpectation = false
            case "@expected": isExpectation = true
            case "@fault":
                let changes = words.dropFirst(2).map { word in
                    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    return (String(parts[0]), String(parts[1]))
                }
                faults.append(Fault(table: tables.count - 1, code: String(words[1]), changes: changes))
            default:
                guard isExpectation else {
                    tables[tables.count - 1].lines.append(String(line))
                    continue
                }
                tables[tables.count - 1].expected.append(
                    try JSONDecoder().decode([String?].self, from: Data(line.utf8)))
            }
        }
    }

    /// The tables with the first record of one changed as `fault` says.
    func broken(by fault: Fault, delimiter: Character) throws -> [Table] {
        var tables = tables
        let fields = tables[fault.table].lines[0].split(separator: delimiter).map(String.init)
        var cells = tables[fault.table].lines[1].split(separator: delimiter, omittingEmptySubsequences: false).map(
            String.init)
        try #require(cells.count == fields.count, "no quotes in the first record")
        for (field, value) in fault.changes {
            cells[try #require(fields.firstIndex(of: field), "no field \(field)")] = value
        }
        tables[fault.table].lines[1] = cells.joined(separator: String(delimiter))
        return tables
    }
}

extension BaseSample.Table {
    /// The file of the table.
    var file: [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }
}
