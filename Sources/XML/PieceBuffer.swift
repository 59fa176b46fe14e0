/// Room for what a piece of a document says, in one block of memory that grows and is kept from piece to piece.
///
/// libxml2 calls for every element and text: an array would ask each time who else holds it.
@safe
struct PieceBuffer<Element: BitwiseCopyable> {
    private var base: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int) {
        unsafe base = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    /// Gives the memory back; nothing may be added after that.
    mutating func free() {
        unsafe base.deallocate()
        (count, capacity) = (0, 0)
    }

    /// What is in it, until something is added.
    var elements: UnsafeBufferPointer<Element> { unsafe UnsafeBufferPointer(start: base, count: count) }

    mutating func removeAll() { count = 0 }
    mutating func removeLast() { if count > 0 { count -= 1 } }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow(1) }
        unsafe (base + count).initialize(to: element)
        count += 1
    }

    @inline(__always)
    mutating func append(_ elements: UnsafeBufferPointer<Element>) {
        guard let start = elements.baseAddress else { return }
        if elements.count > capacity - count { grow(elements.count) }
        unsafe (base + count).initialize(from: start, count: elements.count)
        count += elements.count
    }

    /// The element `back` places before the end; only where there is one.
    @inline(__always)
    subscript(fromEnd back: Int) -> Element {
        get {
            precondition(back >= 1 && back <= count)
            return unsafe base[count - back]
        }
        set {
            precondition(back >= 1 && back <= count)
            unsafe base[count - back] = newValue
        }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let wider = Swift.max(capacity * 2, count + more)
        let moved = UnsafeMutablePointer<Element>.allocate(capacity: wider)
        unsafe moved.moveInitialize(from: base, count: count)
        unsafe base.deallocate()
        unsafe base = moved
        capacity = wider
    }
}
