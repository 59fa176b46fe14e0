import Foundation
import Records
import Testing

/// A cell as a producer's tool might write it, and what must come of it.
struct NaughtyCell: CustomTestStringConvertible {
    let line: Int
    let reader: String
    let cell: [UInt8]
    let result: String

    var testDescription: String { "line \(line): \(reader)" }

    static let all: [NaughtyCell] = {
        let text = (try? String(contentsOfFile: Samples.folder + "Vectors/naughty-cells.txt", encoding: .utf8)) ?? ""
        return text.components(separatedBy: "\n").enumerated().compactMap { index, line in
            let parts = line.components(separatedBy: "|")
            guard !line.hasPrefix("#"), parts.count == 3 else { return nil }
            let result = String(decoding: bytes(parts[2]), as: UTF8.self)
            return NaughtyCell(line: index + 1, reader: parts[0], cell: bytes(parts[1]), result: result)
        }
    }()

    /// The bytes of a cell with `\xHH` and `\u{H}`.
    private static func bytes(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let character = rest.popFirst() {
            if character == "\\", rest.first == "x" {
                bytes.append(UInt8(rest.dropFirst().prefix(2), radix: 16) ?? 0)
                rest = rest.dropFirst(3)
            } else if character == "\\", rest.first == "u" {
                let number = rest.dropFirst(2).prefix { $0 != "}" }
                bytes += Array(
                    UInt32(number, radix: 16).flatMap(Unicode.Scalar.init).map { String($0) }?.utf8 ?? "?".utf8)
                rest = rest.dropFirst(3 + number.count)
            } else {
                bytes += Array(String(character).utf8)
            }
        }
        return bytes
    }

    /// A table of a column for each reader that the file names.
    var schema: TableSchema {
        var field = Field(name: "cell", type: NaughtyCell.types[reader] ?? .string)
        switch reader {
        case "email", "uri", "uuid", "binary": field.textFormat = TextFormat(rawValue: reader)
        case "grouped": field.groupSeparator = Array("\u{202F}".utf8)
        case "comma": (field.decimalSeparator, field.groupSeparator) = (UInt8(ascii: ","), Array(".".utf8))
        case "loose": field.isBareNumber = false
        case "unit": (field.isBareNumber, field.groupSeparator) = (false, Array("\u{202F}".utf8))
        case "thousands": (field.isBareNumber, field.groupSeparator) = (false, Array(",".utf8))
        case "code": field.codeList = "codes"
        case "enum": field.enumeration = ["7"]
        case "short": field.maxLength = 5
        case "runaway": field.pattern = "(?=.)(a+)+[bc]"
        default: break
        }
        return TableSchema(
            name: "t", fields: [field, Field(name: "other", type: .string)], codeLists: ["codes": ["A00", "B01", "7"]])
    }

    private static let types: [String: FieldType] = [
        "integer": .integer, "grouped": .integer, "enum": .integer, "number": .number, "comma": .number,
        "loose": .number, "unit": .number, "thousands": .number, "decimal": .decimal(precision: 6, scale: 2),
        "boolean": .boolean(trueValues: ["oui"], falseValues: ["non"]), "date": .date(format: "default"),
        "datefr": .date(format: "%d/%m/%Y"), "datetime": .datetime(format: "default"),
        "fraction": .datetime(format: "%Y-%m-%d %H:%M:%S.%f%z"), "time": .time(format: "default"), "year": .year,
        "yearmonth": .yearmonth(format: "default"),
    ]
}

@Suite struct NaughtyCellTests {
    @Test func `finds the cells, for each reader some that it takes and some that it refuses`() {
        let readers = Dictionary(grouping: NaughtyCell.all, by: \.reader)
        #expect(NaughtyCell.all.count > 200)
        for (reader, cells) in readers {
            #expect(cells.contains { $0.result.hasPrefix("= ") }, "\(reader)")
            #expect(cells.contains { !$0.result.hasPrefix("= ") }, "\(reader)")
        }
    }

    @Test(arguments: NaughtyCell.all) func `gives each cell its value or its code, and the line`(_ cell: NaughtyCell)
        throws
    {
        let plan = try RecordPlan(schema: cell.schema, dialect: CSVDialect(quote: nil))
        // A neighbour before and behind: what is wrong with one record must not reach the next.
        let bytes = Array("cell;other\n;x\n".utf8) + cell.cell + Array(";y\n;z\n".utf8)
        let parsed = try Samples.parse(plan, bytes)
        #expect(parsed.rows.count == 3)
        #expect(parsed.rows[0] == [nil, "x"])
        #expect(parsed.rows[2] == [nil, "z"])
        if cell.result.hasPrefix("= ") {
            #expect(parsed.rows[1] == [String(cell.result.dropFirst(2)), "y"])
            #expect(parsed.broken.isEmpty)
            #expect(parsed.rejected == [false, false, false])
        } else {
            #expect(parsed.broken.count == 1)
            #expect(parsed.broken.first?.hasPrefix("3 \(cell.result) ") ?? false, "\(parsed.broken)")
            #expect(parsed.rejected == [false, true, false])
        }
    }

    /// Letters `A a`, digit `9`, `?` and punctuation: a shape has nothing else, whatever the value has.
    @Test func `shows shapes of masks alone`() {
        let allowed = Set("Aa9? -_/.:,;+'()…".unicodeScalars)
        for cell in NaughtyCell.all {
            let shape = ValueShape.of(cell.cell.span)
            #expect(shape.unicodeScalars.allSatisfy(allowed.contains))
            #expect(shape.unicodeScalars.count <= ValueShape.limit + 1)
        }
    }
}
