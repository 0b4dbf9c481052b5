# What is installed beside the program: both libraries, the header, and how pkg-config and CMake find them.

# The names of the outside libraries, for whoever links the archive. Taken from the targets, so that none is forgotten.
function(outside_libraries out)
    get_target_property(found wirecopy_objects INTERFACE_LINK_LIBRARIES)
    set(flags "")
    foreach(library IN LISTS found)
        if(library MATCHES "^::@" OR library MATCHES "wirecopy_")
            continue() # which folder named the next one; what belongs to this build only
        elseif(library MATCHES "/lib([^/]+)\\.(so|a)$")
            list(APPEND flags "-l${CMAKE_MATCH_1}")
        elseif(library STREQUAL "Threads::Threads")
            list(APPEND flags "-pthread")
        elseif(library STREQUAL "ZLIB::ZLIB")
            list(APPEND flags "-lz")
        elseif(library MATCHES "^[a-z0-9_]+$")
            list(APPEND flags "-l${library}")
        else()
            message(FATAL_ERROR "src/install/install.cmake does not know how ${library} is linked")
        endif()
    endforeach()
    list(APPEND flags "-lstdc++")
    list(REMOVE_DUPLICATES flags)
    set(${out} "${flags}" PARENT_SCOPE)
endfunction()

# The archive that is installed is one object that shows nothing but what the header declares: a program may have its own sort_add.
set(whole_object ${CMAKE_CURRENT_BINARY_DIR}/wirecopy_whole.o)
set(installed_archive ${CMAKE_CURRENT_BINARY_DIR}/installed/libwirecopy.a)
add_custom_command(
    OUTPUT ${installed_archive}
    COMMAND ${CMAKE_LINKER} -r --force-group-allocation -o ${whole_object} $<TARGET_OBJECTS:wirecopy_objects>
    COMMAND ${CMAKE_OBJCOPY} --wildcard "--keep-global-symbol=wirecopy_*" ${whole_object}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/installed
    COMMAND ${CMAKE_COMMAND} -E rm -f ${installed_archive}
    COMMAND ${CMAKE_AR} qcs ${installed_archive} ${whole_object}
    DEPENDS wirecopy_objects $<TARGET_OBJECTS:wirecopy_objects>
    COMMENT "Making the archive to install"
    COMMAND_EXPAND_LISTS VERBATIM)
add_custom_target(wirecopy_installed_archive ALL DEPENDS ${installed_archive})

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/wirecopy)
set(pkg_config_folder ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
outside_libraries(WIRECOPY_OUTSIDE_LIBRARIES)
list(JOIN WIRECOPY_OUTSIDE_LIBRARIES " " WIRECOPY_OUTSIDE_FLAGS)

# Found from the file's own place, so that an installed tree can be moved.
file(RELATIVE_PATH WIRECOPY_PREFIX_FROM_PKG_CONFIG /${pkg_config_folder} /)
string(REGEX REPLACE "/$" "" WIRECOPY_PREFIX_FROM_PKG_CONFIG ${WIRECOPY_PREFIX_FROM_PKG_CONFIG})
configure_file(${PROJECT_SOURCE_DIR}/src/install/wirecopy.pc.in ${CMAKE_CURRENT_BINARY_DIR}/installed/wirecopy.pc @ONLY)
configure_package_config_file(${PROJECT_SOURCE_DIR}/src/install/wirecopy-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/installed/wirecopy-config.cmake
    INSTALL_DESTINATION ${package_folder} PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/installed/wirecopy-config-version.cmake COMPATIBILITY SameMinorVersion)

install(TARGETS wirecopy_shared LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${installed_archive} DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES ${PROJECT_SOURCE_DIR}/src/wirecopy.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/installed/wirecopy.pc DESTINATION ${pkg_config_folder})
install(FILES
    ${CMAKE_CURRENT_BINARY_DIR}/installed/wirecopy-config.cmake
    ${CMAKE_CURRENT_BINARY_DIR}/installed/wirecopy-config-version.cmake
    DESTINATION ${package_folder})
