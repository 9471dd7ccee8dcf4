@echo off
rem The terminal client: chat --help. PARLEY_JAVA_OPTS adds to the flags of the JVM.
setlocal
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
"%java%" -Xms8m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData %PARLEY_JAVA_OPTS% -jar "%~dp0..\lib\chat.jar" %*
exit /b %errorlevel%
