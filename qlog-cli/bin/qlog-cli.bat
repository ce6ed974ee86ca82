@echo off
rem SPDX-License-Identifier: Apache-2.0
rem
rem Starts qlog-cli, from an unpacked distribution or from the source tree.
rem
rem   JAVA_HOME      the Java to use (17 or newer); without it, java on the PATH
rem   JAVA_OPTS      further options for the JVM
rem   QLOG_CLI_OPTS  the same, for this program only

setlocal
set "QLOG_HOME=%~dp0.."
set "QLOG_JAR="

if exist "%QLOG_HOME%\pom.xml" goto source
for %%f in ("%QLOG_HOME%\lib\qlog-cli-*.jar") do set "QLOG_JAR=%%~ff"
if defined QLOG_JAR goto findjava
>&2 echo qlog-cli: incomplete installation: no qlog-cli-*.jar in "%QLOG_HOME%\lib"
exit /b 1

:source
for /d %%d in ("%QLOG_HOME%\target\qlog-cli-*") do (
  for %%f in ("%%~fd\lib\qlog-cli-*.jar") do set "QLOG_JAR=%%~ff"
)
if defined QLOG_JAR goto findjava
>&2 echo qlog-cli: not built yet: run "mvnw.cmd -q package -DskipTests" in "%QLOG_HOME%\.."
exit /b 1

:findjava
if defined JAVA_HOME goto javahome
set "QLOG_JAVA=java.exe"
where /q java.exe
if not errorlevel 1 goto run
>&2 echo qlog-cli: no Java found: install Java 17 or newer, or set JAVA_HOME
exit /b 1

:javahome
set "QLOG_JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%QLOG_JAVA%" goto run
>&2 echo qlog-cli: JAVA_HOME is "%JAVA_HOME%", but there is no bin\java.exe in it
exit /b 1

:run
rem What the user chooses must not meet a contradiction here, which would keep Java from starting.
set "QLOG_COMPILER=-XX:FreqInlineSize=100 -XX:Tier4InvocationThreshold=30000 -XX:Tier4MinInvocationThreshold=6000 -XX:Tier4CompileThreshold=90000 -XX:Tier4BackEdgeThreshold=240000"
set "QLOG_DEFAULTS=-XX:-UsePerfData %QLOG_COMPILER% -XX:+UseSerialGC"
set "QLOG_ALL=%JAVA_TOOL_OPTIONS% %JDK_JAVA_OPTIONS% %JAVA_OPTS% %QLOG_CLI_OPTS%"
if not "%QLOG_ALL:-XX:+Use=%"=="%QLOG_ALL%" set "QLOG_DEFAULTS=-XX:-UsePerfData %QLOG_COMPILER%"
if "%~1"=="--version" set "QLOG_DEFAULTS=%QLOG_DEFAULTS% -XX:TieredStopAtLevel=1"
"%QLOG_JAVA%" %QLOG_DEFAULTS% %JAVA_OPTS% %QLOG_CLI_OPTS% -jar "%QLOG_JAR%" %*
exit /b %ERRORLEVEL%
