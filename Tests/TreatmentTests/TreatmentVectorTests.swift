import Columns
import Pseudonymisation
import Support
import Testing
import Treatment

@Suite struct TreatmentVectorTests {
    private struct BadVector: Error {}

    private func treatment(_ name: String) throws -> FieldTreatment {
        switch name {
        case "keep": .keep
        case "keepPublic": .keepPublic
        case "keepCoded": .keepCoded
        case "forbid": .forbid
        case "drop": .drop
        case "ageYears": .ageYears(reference: "reference", cap: nil)
        case "ageYears90": .ageYears(reference: "reference", cap: 90)
        case "ageCap90": .ageCap(cap: 90)
        case "toHour": .toHour
        case "toDate": .toDate
        case "toMonth": .toMonth
        case "toYear": .toYear
        case "delayDay": .delayDays(reference: "reference", unit: .day)
        case "delayHour": .delayDays(reference: "reference", unit: .hour)
        case "delayMinute": .delayDays(reference: "reference", unit: .minute)
        case "toDepartment": .toDepartment
        case "bin5": .bin(width: 5)
        case "bin0.1": .bin(width: 0.1)
        case "prefix3": .prefix(length: 3)
        default: throw BadVector()
        }
    }

    private func kind(_ name: String) throws -> FieldKind {
        switch name {
        case "string": .string
        case "integer": .integer
        case "number": .number
        case "decimal": .decimal(precision: 9, scale: 2)
        case "boolean": .boolean
        case "date": .date
        case "datetime": .datetime
        case "time": .time
        case "year": .year
        default: throw BadVector()
        }
    }

    /// A column of one row.
    private func column(_ kind: FieldKind, _ text: String) throws -> Column {
        let isNull = text == "~"
        let values: Column.Values
        switch kind {
        case .string: values = .bytes(ByteColumn([isNull ? "" : text]))
        case .integer, .decimal: values = .int64([isNull ? 0 : try #require(Int64(text))])
        case .number: values = .double([isNull ? 0 : try #require(Double(text))])
        case .boolean: values = .boolean([text == "true"])
        case .date: values = .int32([isNull ? 0 : try #require(CivilDate(iso8601: text)).days])
        case .time, .year: values = .int32([isNull ? 0 : try #require(Int32(text))])
        case .datetime: values = .int64([isNull ? 0 : try #require(Timestamp(iso8601: text)).microseconds])
        }
        return Column(values, nulls: isNull ? [true] : nil)
    }

    private func text(_ column: Column, _ type: TreatedColumnType) throws -> String {
        if column.isNull(0) { return "~" }
        switch (column.values, type) {
        case (.bytes(let values), .string): return String(decoding: values.entry(0), as: UTF8.self)
        case (.int64(let values), .int64), (.int64(let values), .decimal): return String(values[0])
        case (.int64(let values), .timestamp): return Timestamp(microseconds: values[0]).iso8601(fraction: 0)
        case (.int32(let values), .date): return CivilDate(days: values[0]).description
        case (.int32(let values), .int32): return String(values[0])
        case (.double(let values), .double): return String(values[0])
        case (.boolean(let values), .boolean): return String(values[0])
        default: throw BadVector()
        }
    }

    @Test func `treats values as the vectors say`() throws {
        for line in try Vector.lines("treatments.txt") {
            let plan = try TreatmentPlan(fields: [
                FieldPlan(name: "value", kind: kind(line[1]), treatment: treatment(line[0])),
                FieldPlan(name: "reference", kind: .date, treatment: .drop),
            ])
            let columns = [try column(kind(line[1]), line[2]), try column(.date, line[3] == "-" ? "~" : line[3])]
            let context = try TreatmentContext(plan: plan, ring: PseudonymKeyRing([]))
            let block = try plan.apply(columns: columns, rejected: [false], context: context)
            #expect(block.columns.count == plan.outputColumns.count)
            var answer = ""
            if let finding = block.quarantine.first {
                answer = "?\(finding.code)"
            } else if let violation = block.violations.first {
                answer = "!\(violation.code)"
            } else if let column = block.columns.first {
                answer = try text(column, plan.outputColumns[0].type)
            }
            #expect(answer == line[4], "\(line)")
            for code in block.quarantine.map(\.code) + block.violations.map(\.code) {
                #expect(TreatmentMessages.table[code] != nil)
            }
            let rejected = try plan.apply(columns: columns, rejected: [true], context: context)
            #expect(rejected.violations.isEmpty)
            #expect(rejected.quarantine == block.quarantine)
        }
    }
}
