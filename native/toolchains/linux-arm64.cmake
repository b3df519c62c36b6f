# Builds for linux-arm64 on another machine: Debian's g++-aarch64-linux-gnu, and in MIEN_SYSROOT the root of an arm64 Debian
# with the development packages (docs/deployment.md says how one is made). On an arm64 machine none of this is needed.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
if(NOT DEFINED ENV{MIEN_SYSROOT})
    message(FATAL_ERROR "MIEN_SYSROOT must name the root of an arm64 Debian with libopencv-dev (and libtorch-dev for training).")
endif()
set(CMAKE_SYSROOT $ENV{MIEN_SYSROOT})
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
