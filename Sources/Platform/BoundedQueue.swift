internal import Glibc

/// A value behind a mutex.
@safe
package final class Lock<Value>: @unchecked Sendable {
    // Sendable: `value` is touched only while the mutex is held.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    /// A lock around `value`.
    package init(_ value: Value) {
        unsafe mutex = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        self.value = value
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    /// Calls `body` with the value while no other thread has it.
    package func withLock<R, E: Error>(_ body: (inout Value) throws(E) -> R) throws(E) -> R {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}

/// A queue between threads that holds at most `capacity` elements: a full queue makes the writer wait, an empty one the reader.
@safe
package final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    // Sendable: everything is touched only while the mutex is held.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private let capacity: Int
    private var elements: [Element] = []
    private var closed = false
    private var cancelled = false

    /// An empty queue.
    package init(capacity: Int) {
        self.capacity = capacity
        unsafe mutex = .allocate(capacity: 1)
        unsafe changed = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(changed, nil)
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe pthread_cond_destroy(changed)
        unsafe mutex.deallocate()
        unsafe changed.deallocate()
    }

    /// Adds `element`, waiting for room; false where the queue was closed or cancelled.
    package func push(_ element: Element) -> Bool {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while elements.count >= capacity && !closed && !cancelled { unsafe pthread_cond_wait(changed, mutex) }
        guard !closed && !cancelled else { return false }
        elements.append(element)
        unsafe pthread_cond_broadcast(changed)
        return true
    }

    /// The oldest element, waiting for one; nil at the end of a closed queue and after a cancellation.
    package func pop() -> Element? {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while elements.isEmpty && !closed && !cancelled { unsafe pthread_cond_wait(changed, mutex) }
        guard !elements.isEmpty, !cancelled else { return nil }
        let element = elements.removeFirst()
        unsafe pthread_cond_broadcast(changed)
        return element
    }

    /// Says that nothing more will be pushed; what is queued can still be popped.
    package func close() { change { $0.closed = true } }

    /// Ends both sides at once and forgets what is queued.
    package func cancel() {
        change {
            $0.cancelled = true
            $0.elements = []
        }
    }

    private func change(_ body: (BoundedQueue) -> Void) {
        unsafe pthread_mutex_lock(mutex)
        body(self)
        unsafe pthread_cond_broadcast(changed)
        unsafe pthread_mutex_unlock(mutex)
    }
}
