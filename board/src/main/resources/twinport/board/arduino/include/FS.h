// SPDX-License-Identifier: MIT
// Files on the board's flash. A file is held in memory while open and written back by flush or
// close.
#pragma once
#include <memory>

#include "Stream.h"

#define FILE_READ "r"
#define FILE_WRITE "w"
#define FILE_APPEND "a"

namespace fs {

enum SeekMode { SeekSet = 0, SeekCur = 1, SeekEnd = 2 };

class File : public Stream {
 public:
  // A file's end is its end: nothing to wait for.
  File() { timeout_ = 0; }
  using Print::write;
  size_t write(uint8_t byte) override { return write(&byte, 1); }
  size_t write(const uint8_t *bytes, size_t size) override;
  int available() override;
  int read() override;
  int peek() override;
  size_t read(uint8_t *into, size_t size);
  size_t readBytes(char *into, size_t size) override { return read((uint8_t *)into, size); }
  void flush() override;
  bool seek(uint32_t position, SeekMode mode = SeekSet);
  size_t position() const;
  size_t size() const;
  void close();
  operator bool() const { return (bool)state_; }
  const char *path() const;
  const char *name() const;
  bool isDirectory() const;
  File openNextFile(const char *mode = FILE_READ);
  void rewindDirectory();

  struct State;
  explicit File(std::shared_ptr<State> state) : state_(state) { timeout_ = 0; }

 private:
  std::shared_ptr<State> state_;
};

class FS {
 public:
  File open(const char *path, const char *mode = FILE_READ, bool create = false);
  File open(const String &path, const char *mode = FILE_READ, bool create = false) {
    return open(path.c_str(), mode, create);
  }
  bool exists(const char *path);
  bool exists(const String &path) { return exists(path.c_str()); }
  bool remove(const char *path);
  bool remove(const String &path) { return remove(path.c_str()); }
  bool rename(const char *from, const char *to);
  bool rename(const String &from, const String &to) { return rename(from.c_str(), to.c_str()); }
  bool mkdir(const char *path);
  bool mkdir(const String &path) { return mkdir(path.c_str()); }
  bool rmdir(const char *path);
  bool rmdir(const String &path) { return rmdir(path.c_str()); }
};

// The flash file system under its two usual names.
class FlashFS : public FS {
 public:
  bool begin(bool format = false, const char *base = "/littlefs", uint8_t max_open = 10,
             const char *partition = "spiffs");
  void end() {}
  bool format();
  size_t totalBytes();
  size_t usedBytes();
};

}  // namespace fs

using fs::File;
using fs::FS;
using fs::SeekCur;
using fs::SeekEnd;
using fs::SeekMode;
using fs::SeekSet;
