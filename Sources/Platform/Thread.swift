internal import Glibc

/// A thread of its own for work that blocks or computes for long; `join()` waits for its end.
@safe
package final class Thread: Sendable {
    // Sendable: a pthread_t is a number; it is set once, before the object is shared.
    private let handle: pthread_t

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts a thread that runs `body`.
    package init(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(Body(body))
        let result = unsafe pthread_create(
            &thread, nil,
            { context in
                if let context = unsafe context { unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, context.toOpaque())
        guard result == 0 else {
            unsafe context.release()
            throw SystemError("pthread_create", number: result)
        }
        handle = thread
    }

    /// Waits until the body has returned; to be called once.
    package func join() { pthread_join(handle, nil) }

    /// Runs `body(0)` to `body(count - 1)`, on `threads` threads at most, and waits for all.
    package static func parallel(_ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Void)
        throws(SystemError)
    {
        let next = Counter()
        let work: @Sendable () -> Void = {
            while let index = next.take(below: count) { body(index) }
        }
        var helpers: [Thread] = []
        for _ in 1..<max(1, min(threads, count)) { helpers.append(try Thread(work)) }
        work()
        for helper in helpers { helper.join() }
    }
}

private final class Counter: Sendable {
    private let value = Lock(0)
    func take(below limit: Int) -> Int? {
        value.withLock { value in
            guard value < limit else { return nil }
            value += 1
            return value - 1
        }
    }
}
