internal import Glibc

/// Waits until `condition` holds, at most `seconds`; false where it never did.
///
/// A change in one of the directories `watching` wakes the wait at once. A condition on anything else is looked at again
/// at short intervals.
package func wait(seconds: Double = 30, watching directories: [String] = [], until condition: () throws -> Bool)
    rethrows -> Bool
{
    let watcher = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    defer { close(watcher) }
    let events = UInt32(IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_MODIFY)
    for directory in directories { _ = unsafe inotify_add_watch(watcher, directory, events) }
    let deadline = monotonicSeconds() + seconds
    let longestSilence = 0.05
    while true {
        if try condition() { return true }
        let remaining = deadline - monotonicSeconds()
        guard remaining > 0 else { return false }
        var wanted = pollfd(fd: watcher, events: Int16(POLLIN), revents: 0)
        if unsafe poll(&wanted, 1, Int32(min(remaining, longestSilence) * 1000) + 1) > 0 { drain(watcher) }
    }
}

private func drain(_ descriptor: Int32) {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while unsafe read(descriptor, &buffer, buffer.count) > 0 {}
}

private func monotonicSeconds() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
