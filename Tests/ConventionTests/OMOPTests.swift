import Convention
import Foundation
import Records
import TestSupport
import Testing
import Treatment

/// The OMOP convention against OHDSI's own description of the model, where that is beside the checkout.
@Suite(.enabled(if: Checkout.shared != nil, "no ../shared beside the checkout")) struct OMOPTests {
    /// A line of the field-level description.
    private struct Described {
        let table: String
        let field: String
        let type: String
        let isRequired: Bool
        let isPrimaryKey: Bool
        let reference: (table: String, field: String)?
    }

    private static func described() throws -> [Described] {
        let path = try #require(Checkout.shared) + "/domain/omop/OMOP_CDMv5.4_Field_Level.csv"
        let lines = records(try String(contentsOfFile: path, encoding: .utf8)).filter { $0.count > 9 }
        return lines.dropFirst().map { line in
            Described(
                table: line[0], field: line[1].trimmingCharacters(in: ["\""]), type: line[3].lowercased(),
                isRequired: line[2] == "Yes", isPrimaryKey: line[6] == "Yes",
                reference: line[7] == "Yes" ? (line[8].lowercased(), line[9].lowercased()) : nil)
        }
    }

    /// The records of a CSV text with quotes.
    private static func records(_ text: String) -> [[String]] {
        var records: [[String]] = []
        var record: [String] = [""]
        var isQuoted = false
        for character in text {
            switch character {
            case "\"":
                isQuoted.toggle()
            case ",": if isQuoted { record[record.count - 1].append(character) } else { record.append("") }
            case "\n", "\r\n":
                if isQuoted {
                    record[record.count - 1].append(" ")
                } else {
                    records.append(record)
                    record = [""]
                }
            default: record[record.count - 1].append(character)
            }
        }
        return records
    }

    private static func type(_ name: String) -> FieldType {
        switch name {
        case "integer": .integer
        case "float": .number
        case "date": .date(format: "%Y-%m-%d")
        case "datetime": .datetime(format: "%Y-%m-%d %H:%M:%S")
        default: .string
        }
    }

    @Test func `has the 39 tables and 432 fields of the model, in its order`() throws {
        let convention = try #require(try BaseTests.load("omop").convention)
        let described = try Self.described()
        #expect(described.count == 432)
        var tables: [String] = []
        for line in described where tables.last != line.table { tables.append(line.table) }
        #expect(convention.tables.map(\.name) == tables)
        #expect(tables.count == 39)
        for table in convention.tables {
            #expect(table.schema.fields.map(\.name) == described.filter { $0.table == table.name }.map(\.field))
        }
    }

    @Test func `every field has the type, length and necessity that the model gives it`() throws {
        let convention = try #require(try BaseTests.load("omop").convention)
        for line in try Self.described() {
            let table = try #require(convention.table(named: line.table))
            let field = try #require(table.schema.fields.first { $0.name == line.field })
            #expect(field.type == Self.type(line.type), "\(line.table).\(line.field)")
            #expect(field.required == line.isRequired, "\(line.table).\(line.field)")
            let length = line.type.split(separator: "(").dropFirst().first.flatMap { Int($0.dropLast()) }
            #expect(field.maxLength == length, "\(line.table).\(line.field)")
        }
    }

    @Test func `keys and references are those of the model`() throws {
        let convention = try #require(try BaseTests.load("omop").convention)
        let described = try Self.described()
        for table in convention.tables {
            let lines = described.filter { $0.table == table.name }
            let key = table.schema.primaryKey.map { table.schema.fields[$0].name }
            #expect(key == lines.filter(\.isPrimaryKey).map(\.field), "\(table.name)")
            let references = table.schema.foreignKeys.map { key in
                "\(key.fields.joined())>\(key.table.isEmpty ? table.name : key.table).\(key.referenced.joined())"
            }
            // The model says in words alone that an excerpt is of a note.
            let ours = table.name == "note_nlp" ? ["note_id>note.note_id"] : []
            let expected =
                ours
                + lines.compactMap { line in
                    line.reference.map { "\(line.field)>\($0.table).\($0.field)" }
                }
            #expect(references == expected, "\(table.name)")
        }
    }

    @Test func `no number of the warehouse, source value or free text reaches the catalogue as it is`() throws {
        let convention = try #require(try BaseTests.load("omop").convention)
        let vocabulary: Set = [
            "concept", "vocabulary", "domain", "concept_class", "concept_relationship", "relationship",
            "concept_synonym", "concept_ancestor", "source_to_concept_map", "drug_strength",
        ]
        let described = try Self.described()
        for line in described where !vocabulary.contains(line.table) {
            let table = try #require(convention.table(named: line.table))
            let index = try #require(table.schema.fields.firstIndex { $0.name == line.field })
            let treatment = table.treatments[index]
            let name = "\(line.table).\(line.field)"
            if line.field.hasSuffix("_source_value") { #expect(treatment == .drop || treatment == .forbid, "\(name)") }
            if line.type == "varchar(max)" { #expect(treatment == .drop, "\(name)") }
            if line.type == "datetime" { #expect(treatment != .keep, "\(name)") }
            let isNumber = line.isPrimaryKey && line.table != "metadata"
            let refersToNumber = line.reference.map { !vocabulary.contains($0.table) } ?? false
            if isNumber || refersToNumber { #expect(treatment == .renumber, "\(name)") }
        }
    }
}
