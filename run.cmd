@echo off
rem Runs tpguide from this checkout, on Windows: run massage --guided
py -3 --version >nul 2>nul
if errorlevel 1 goto python
py -3 "%~dp0run" %*
exit /b %errorlevel%
:python
python "%~dp0run" %*
exit /b %errorlevel%
