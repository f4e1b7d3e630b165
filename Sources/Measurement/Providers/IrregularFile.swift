import Foundation

/// What stands at a path instead of a regular file: to open some of these is to wait for ever.
struct IrregularFile: CustomStringConvertible {
  let description: String

  /// Looks without opening; a link is followed.
  /// - Returns: `nil` for a regular file, and for what cannot be looked at.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return nil
    case S_IFDIR: description = "a directory"
    case S_IFIFO: description = "a FIFO"
    case S_IFSOCK: description = "a socket"
    case S_IFCHR, S_IFBLK: description = "a device"
    default: description = "a special file"
    }
  }
}
