// Readers that copy fields into the grid's own text: a value, then one byte of separation, field by field.
extension Grid {
    /// Bytes copied at a time: most values fit in one step.
    private static let step = 16
    private static let separator: UInt8 = 0x1F

    /// Begins a record on `line`.
    mutating func beginRecord(_ line: UInt64) {
        first.append(Int32(endCount))
        starts.append(Int32(used))
        lines.append(line)
    }

    /// Forgets the block before and makes room for about `bytes` bytes of text.
    mutating func beginWriting(_ bytes: Int) {
        reset(fields: 1024)
        used = 0
        ensure(bytes)
    }

    /// Cuts the text to what was written.
    mutating func endWriting() { text.removeLast(text.count - used) }

    /// Writes a field of `length` bytes of `source` from `start`.
    @inline(__always)
    mutating func writeField(_ source: Span<UInt8>, _ start: Int, _ length: Int) {
        precondition(start >= 0 && length >= 0 && start <= source.count - length)
        ensure(length + Grid.step + 1)
        let place = used
        unsafe text.withUnsafeMutableBytes { out in
            unsafe source.withUnsafeBytes { input in
                guard let target = out.baseAddress, let origin = input.baseAddress else { return }
                if length <= Grid.step, start + Grid.step <= input.count {
                    let value = unsafe origin.loadUnaligned(fromByteOffset: start, as: SIMD16<UInt8>.self)
                    unsafe target.storeBytes(of: value, toByteOffset: place, as: SIMD16<UInt8>.self)
                } else {
                    unsafe (target + place).copyMemory(from: origin + start, byteCount: length)
                }
            }
            unsafe out[place + length] = Grid.separator
        }
        append(end: place + length)
        used = place + length + 1
    }

    /// Writes `number` as a field, in decimal digits.
    mutating func writeField(_ number: UInt64) {
        ensure(Grid.step + 8)
        var length = 1
        var bound: UInt64 = 10
        // 20 digits hold every number; the bound would not fit any more.
        while length < 20, number >= bound {
            length += 1
            bound &*= 10
        }
        let start = used
        unsafe text.withUnsafeMutableBytes { out in
            var rest = number
            var place = start + length
            while place > start {
                place -= 1
                unsafe out[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
        }
        used += length
        endWrittenField()
    }

    /// Writes one byte.
    @inline(__always)
    mutating func write(_ byte: UInt8) {
        ensure(1)
        text[used] = byte
        used += 1
    }

    /// Ends a field.
    @inline(__always)
    mutating func endWrittenField() {
        append(end: used)
        write(Grid.separator)
    }

    /// Leaves out what was written of the last record and puts `fields` empty fields in its place.
    mutating func breakRecord(_ rule: FormRule, fields: Int) {
        let record = recordCount - 1
        faults.append(Fault(record: record, rule: rule))
        endCount = Int(first[record])
        used = Int(starts[record])
        for _ in 0..<fields { endWrittenField() }
    }

    /// Says that the last record has no value in `field`, of `fields` fields.
    mutating func markNull(_ field: Int, of fields: Int) {
        if nulls.isEmpty { nulls = [[Int32]](repeating: [], count: fields) }
        nulls[field].append(Int32(recordCount - 1))
    }

    @inline(__always)
    private mutating func ensure(_ bytes: Int) {
        if used + bytes > text.count { grow(bytes) }
    }

    @inline(never)
    private mutating func grow(_ bytes: Int) {
        text += [UInt8](repeating: 0, count: Swift.max(bytes, text.count, 4096))
    }

    /// Takes fields that were found before, `fieldCount` a record.
    mutating func take(_ bytes: [UInt8], _ found: FoundFields, fieldCount: Int, withNulls: Bool) {
        reset(fields: 0)
        text = bytes
        ends = found.ends
        endCount = ends.count
        lines = found.lines
        faults = found.faults
        mayHoldC1 = found.mayHoldC1
        if withNulls { nulls = found.nulls }
        for record in lines.indices {
            let index = record * fieldCount
            first.append(Int32(index))
            starts.append(index == 0 ? 0 : ends[index - 1] + 1)
        }
    }
}
