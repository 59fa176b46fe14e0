/// Finds the fields of a block.
struct Tokeniser {
    /// Bytes looked at in one step of the fast path.
    private static let stride = 64
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    let delimiter: UInt8
    let quote: UInt8?

    init(_ dialect: CSVDialect) {
        delimiter = dialect.delimiter
        quote = dialect.quote
    }

    /// Fills `grid` with the fields of `text`, which ends in a line feed; `quoted` says whether it may hold quotes.
    func read(_ text: Span<UInt8>, quoted: Bool, firstLine: UInt64, into grid: inout Grid) {
        if quoted {
            grid.reset(fields: 64)
            grid.text.reserveCapacity(text.count)
            readQuoted(text, firstLine, &grid)
        } else {
            grid.reset(fields: text.count + Tokeniser.stride)
            readPlain(text, firstLine, &grid)
        }
    }
}

// Without quotes every separator counts: 64 bytes at a time give a bit mask of separators and one of line ends.
extension Tokeniser {
    private func readPlain(_ text: Span<UInt8>, _ firstLine: UInt64, _ grid: inout Grid) {
        var lastFields: [Int32] = []
        lastFields.reserveCapacity(text.count / 64 + 1)
        let capacity = grid.ends.count
        let count = unsafe text.withUnsafeBytes { source in
            unsafe grid.ends.withUnsafeMutableBufferPointer { ends in
                unsafe scan(source, ends, capacity, &lastFields)
            }
        }
        grid.endCount = count
        close(text, lastFields, firstLine, &grid)
    }

    /// Writes the place of every separator and line end to `ends`; returns how many there are.
    private func scan(
        _ source: UnsafeRawBufferPointer, _ ends: UnsafeMutableBufferPointer<Int32>, _ capacity: Int,
        _ lastFields: inout [Int32]
    ) -> Int {
        guard let bytes = source.baseAddress, let out = ends.baseAddress else { return 0 }
        // Every byte gives at most one end, and a step writes at most 3 entries more than it counts.
        precondition(capacity >= source.count + Tokeniser.stride)
        var used = 0
        var base = 0
        while base + Tokeniser.stride <= source.count {
            let masks = unsafe masks(bytes + base)
            unsafe emit(masks, base, out, &used, &lastFields)
            base += Tokeniser.stride
        }
        if base < source.count {
            unsafe withUnsafeTemporaryAllocation(byteCount: Tokeniser.stride, alignment: 16) { tail in
                unsafe tail.initializeMemory(as: UInt8.self, repeating: 0)
                unsafe tail.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[base...]))
                guard let start = tail.baseAddress else { return }
                unsafe emit(masks(UnsafeRawPointer(start)), base, out, &used, &lastFields)
            }
        }
        return used
    }

    /// Bits of the 64 bytes at `bytes`: separators or line ends, and line ends alone.
    @inline(__always)
    private func masks(_ bytes: UnsafeRawPointer) -> (all: UInt64, lines: UInt64) {
        let separators = SIMD16<UInt8>(repeating: delimiter)
        let feeds = SIMD16<UInt8>(repeating: Tokeniser.lineFeed)
        var all: UInt64 = 0
        var lines: UInt64 = 0
        for part in 0..<4 {
            let vector = unsafe bytes.loadUnaligned(fromByteOffset: part * 16, as: SIMD16<UInt8>.self)
            let isFeed = vector .== feeds
            let isEither = isFeed .| (vector .== separators)
            all |= Tokeniser.bits(isEither) << UInt64(part * 16)
            lines |= Tokeniser.bits(isFeed) << UInt64(part * 16)
        }
        return (all, lines)
    }

    /// One bit a lane: the multiplication moves the top bit of each of 8 bytes into the highest byte.
    @inline(__always)
    private static func bits(_ mask: SIMDMask<SIMD16<Int8>>) -> UInt64 {
        let words = unsafe unsafeBitCast(mask, to: SIMD2<UInt64>.self)
        let low = ((words[0] & 0x8080_8080_8080_8080) &* 0x0002_0408_1020_4081) >> 56
        let high = ((words[1] & 0x8080_8080_8080_8080) &* 0x0002_0408_1020_4081) >> 56
        return low | high << 8
    }

    @inline(__always)
    private func emit(
        _ masks: (all: UInt64, lines: UInt64), _ base: Int, _ out: UnsafeMutablePointer<Int32>, _ used: inout Int,
        _ lastFields: inout [Int32]
    ) {
        var feeds = masks.lines
        while feeds != 0 {
            let before = masks.all & ((feeds & (0 &- feeds)) &- 1)
            lastFields.append(Int32(used + before.nonzeroBitCount))
            feeds &= feeds &- 1
        }
        var bits = masks.all
        let count = bits.nonzeroBitCount
        var position = used
        // Four at a time: one mispredicted branch a step instead of one a field; what is written too much is written over.
        while bits != 0 {
            for offset in 0..<4 {
                unsafe out[position + offset] = Int32(truncatingIfNeeded: base &+ bits.trailingZeroBitCount)
                bits &= bits &- 1
            }
            position += 4
        }
        used += count
    }

    /// Fills in the records, and leaves out the carriage return of CRLF.
    private func close(_ text: Span<UInt8>, _ lastFields: [Int32], _ firstLine: UInt64, _ grid: inout Grid) {
        grid.first.reserveCapacity(lastFields.count)
        grid.starts.reserveCapacity(lastFields.count)
        grid.lines.reserveCapacity(lastFields.count)
        var first: Int32 = 0
        var start: Int32 = 0
        var line = firstLine
        let width = lastFields.first.map { $0 + 1 } ?? 0
        var isEven = width > 0
        for last in lastFields {
            isEven = isEven && last - first + 1 == width
            grid.first.append(first)
            grid.starts.append(start)
            grid.lines.append(line)
            let end = grid.ends[Int(last)]
            if end > start, text[Int(end) - 1] == Tokeniser.carriageReturn { grid.ends[Int(last)] = end - 1 }
            start = end + 1
            first = last + 1
            line += 1
        }
        if isEven { grid.width = Int(width) }
    }
}

// With quotes: a state machine that copies the fields without their quotes, one separator after each.
extension Tokeniser {
    private enum State { case fieldStart, plain, quoted, closed }

    private func readQuoted(_ text: Span<UInt8>, _ firstLine: UInt64, _ grid: inout Grid) {
        var state = State.fieldStart
        var line = firstLine
        var isMalformed = false
        var isOpen = false
        for index in text.indices {
            let byte = text[index]
            if !isOpen {
                grid.first.append(Int32(grid.endCount))
                grid.starts.append(Int32(grid.text.count))
                grid.lines.append(line)
                isOpen = true
            }
            if byte == Tokeniser.lineFeed { line += 1 }
            if state == .quoted {
                if byte == quote { state = .closed } else { grid.text.append(byte) }
            } else if byte == delimiter {
                state = .fieldStart
                endField(&grid)
            } else if byte == Tokeniser.lineFeed {
                if index > 0, text[index - 1] == Tokeniser.carriageReturn, state != .fieldStart {
                    grid.text.removeLast()
                }
                endField(&grid)
                if isMalformed { grid.faults.append(.init(record: grid.recordCount - 1, rule: .malformedQuote)) }
                (state, isMalformed, isOpen) = (.fieldStart, false, false)
            } else if byte == quote, state == .fieldStart {
                state = .quoted
            } else if byte == quote, state == .closed {
                grid.text.append(byte)
                state = .quoted
            } else {
                let endsLine = byte == Tokeniser.carriageReturn && text[index + 1] == Tokeniser.lineFeed
                if byte == quote || state == .closed && !endsLine { isMalformed = true }
                grid.text.append(byte)
                state = .plain
            }
        }
    }

    private func endField(_ grid: inout Grid) {
        grid.append(end: grid.text.count)
        grid.text.append(delimiter)
    }
}
