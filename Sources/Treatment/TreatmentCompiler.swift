internal import Pseudonymisation

/// Checks the treatments of a table and says what each gives.
struct TreatmentCompiler {
    let fields: [FieldPlan]

    /// The step of field `index` and the type of its column, nil where it gives none.
    func compile(_ index: Int) throws(TreatmentFault) -> (TreatmentStep, TreatedColumnType?) {
        let field = fields[index]
        switch field.treatment {
        case .keep: return (keep(field.kind), type(of: field.kind))
        case .keepPublic:
            try require(field.kind == .string, field)
            return (.keep, .string)
        case .keepCoded: return (.keep, type(of: field.kind))
        case .drop: return (.drop, nil)
        case .forbid: return (.forbid, nil)
        case .pseudonym(let domain, let kind): return (try pseudonym(field, domain, kind), .string)
        case .rekey(let domain): return (try pseudonym(field, domain, .level1), .string)
        case .renumber:
            try require(field.kind == .string || field.kind == .integer, field)
            return (.renumber, .int64)
        case .ageYears(let name, let cap): return (try age(field, name, cap), .int32)
        case .ageCap(let cap):
            try require(field.kind == .integer, field)
            return (.ageCap(try self.cap(cap, field)), .int32)
        case .toHour, .toDate, .toMonth, .toYear: return try truncate(field)
        case .delayDays(let name, let unit):
            try require(isMoment(field.kind), field)
            return (.delay(reference: try reference(name, of: field), unit: unit), .int32)
        case .toDepartment:
            try require(field.kind == .string, field)
            return (.department, .string)
        case .bin(let width): return try bin(field, width)
        case .prefix(let length):
            try require(field.kind == .string, field)
            guard length >= 1 else { throw .parameter(field: field.name) }
            return (.prefix(length), .string)
        }
    }

    /// The identifier kind of the person field `index`: that of its treatment, or any text.
    func identifierKind(_ index: Int) -> IdentifierKind {
        switch fields[index].treatment {
        case .pseudonym(_, let kind): kind
        case .rekey: .level1
        default: .opaque
        }
    }

    /// Whether an identifier of `kind` may stand in a field of `type`; a number has lost the zeros and letters of others.
    func holdsIdentifier(_ type: FieldKind, _ kind: IdentifierKind) -> Bool {
        switch type {
        case .string: true
        case .integer: kind == .opaque || kind == .rpps || kind == .nir
        default: false
        }
    }

    private func require(_ condition: Bool, _ field: FieldPlan) throws(TreatmentFault) {
        if !condition { throw .wrongType(field: field.name) }
    }

    private func pseudonym(
        _ field: FieldPlan, _ domain: String, _ kind: IdentifierKind
    ) throws(TreatmentFault) -> TreatmentStep {
        try require(holdsIdentifier(field.kind, kind), field)
        guard PseudonymSecret.isDomain(domain) else { throw .parameter(field: field.name) }
        return .pseudonym(domain: domain, kind: kind)
    }

    private func age(_ field: FieldPlan, _ name: String, _ cap: Int?) throws(TreatmentFault) -> TreatmentStep {
        try require(isMoment(field.kind), field)
        let limit: Int32? = if let cap { try self.cap(cap, field) } else { nil }
        return .age(reference: try reference(name, of: field), cap: limit)
    }

    private func cap(_ cap: Int, _ field: FieldPlan) throws(TreatmentFault) -> Int32 {
        guard (1...Int(TimeTreatment.oldest)).contains(cap) else { throw .parameter(field: field.name) }
        return Int32(cap)
    }

    private func truncate(_ field: FieldPlan) throws(TreatmentFault) -> (TreatmentStep, TreatedColumnType) {
        if field.treatment == .toHour {
            try require(field.kind == .datetime, field)
            return (.truncate(.hour), .timestamp)
        }
        try require(isMoment(field.kind), field)
        switch field.treatment {
        case .toMonth: return (.truncate(.month), .date)
        case .toYear: return (.truncate(.year), .date)
        default: return (.truncate(.day), .date)
        }
    }

    private func bin(_ field: FieldPlan, _ width: Double) throws(TreatmentFault) -> (TreatmentStep, TreatedColumnType) {
        guard width > 0, width.isFinite else { throw .parameter(field: field.name) }
        switch field.kind {
        case .number: return (.binDouble(width: width), .double)
        case .integer: return (.binInteger(width: try whole(width, field)), .int64)
        case .decimal(let precision, let scale):
            var scaled = width
            for _ in 0..<scale { scaled *= 10 }
            return (.binInteger(width: try whole(scaled, field)), .decimal(precision: precision, scale: scale))
        default: throw .wrongType(field: field.name)
        }
    }

    private func whole(_ width: Double, _ field: FieldPlan) throws(TreatmentFault) -> Int64 {
        // Decimal widths such as 0.1 are not exact in binary: nearest, if it is that near.
        let nearest = width.rounded()
        guard nearest >= 1, abs(nearest - width) < 1e-9 * nearest, let whole = Int64(exactly: nearest) else {
            throw .parameter(field: field.name)
        }
        return whole
    }

    private func reference(_ name: String, of field: FieldPlan) throws(TreatmentFault) -> Int {
        guard let index = fields.firstIndex(where: { $0.name == name }), isMoment(fields[index].kind) else {
            throw .reference(field: field.name)
        }
        return index
    }

    private func isMoment(_ kind: FieldKind) -> Bool { kind == .date || kind == .datetime }

    private func keep(_ kind: FieldKind) -> TreatmentStep {
        switch kind {
        case .string: .keepScanned
        case .time: .keepTime
        default: .keep
        }
    }

    private func type(of kind: FieldKind) -> TreatedColumnType {
        switch kind {
        case .string: .string
        case .integer: .int64
        case .number: .double
        case .decimal(let precision, let scale): .decimal(precision: precision, scale: scale)
        case .boolean: .boolean
        case .date: .date
        case .datetime: .timestamp
        case .time: .string
        case .year: .int32
        }
    }
}
