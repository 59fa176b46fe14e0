/// Checks the form of each record: quotes, number of fields, characters, length.
struct FormCheck {
    let plan: RecordPlan

    /// Marks the records that have no usable values; nil where all are in order.
    func check(_ text: Span<UInt8>, _ grid: borrowing Grid, isASCII: Bool, _ work: inout BlockWork) -> [Bool]? {
        var broken: [Bool]?
        for fault in grid.faults { fail(fault.rule, fault.record, &broken, &work) }
        let expected = plan.fields.count
        if grid.width != expected {
            for record in 0..<grid.recordCount where grid.fieldCount(record) != expected {
                fail(.fieldCount, record, &broken, &work)
            }
        }
        if !isASCII, plan.format.encoding == .utf8, !TextEncodings.isUTF8(text) {
            for record in 0..<grid.recordCount where !TextEncodings.isUTF8(text.extracting(grid.range(record))) {
                fail(.invalidEncoding, record, &broken, &work)
            }
        }
        if ByteSearch.contains(text, 0) {
            for record in 0..<grid.recordCount where ByteSearch.contains(text.extracting(grid.range(record)), 0) {
                fail(.nulByte, record, &broken, &work)
            }
        }
        if grid.mayHoldC1 {
            let rule = plan.format.encoding == .windows1252 ? FormRule.invalidEncoding : .wrongCharset
            for record in 0..<grid.recordCount where TextEncodings.holdsC1(text.extracting(grid.range(record))) {
                fail(rule, record, &broken, &work)
            }
        }
        if text.count > min(plan.limits.recordBytes, plan.limits.fieldBytes) {
            for record in 0..<grid.recordCount where isTooLong(grid, record) { fail(.tooLong, record, &broken, &work) }
        }
        return broken
    }

    private func isTooLong(_ grid: borrowing Grid, _ record: Int) -> Bool {
        let range = grid.range(record)
        guard range.count > min(plan.limits.recordBytes, plan.limits.fieldBytes) else { return false }
        if range.count > plan.limits.recordBytes { return true }
        var start = range.lowerBound
        for column in 0..<grid.fieldCount(record) {
            let end = Int(grid.ends[Int(grid.first[record]) + column])
            if end - start > plan.limits.fieldBytes { return true }
            start = end + 1
        }
        return false
    }

    /// The first broken form rule of a record is the one that counts.
    private func fail(_ rule: FormRule, _ record: Int, _ broken: inout [Bool]?, _ work: inout BlockWork) {
        if broken?[record] ?? false { return }
        if broken == nil { broken = [Bool](repeating: false, count: work.lines.count) }
        broken?[record] = true
        work.fail(rule.rawValue, row: record)
    }
}
