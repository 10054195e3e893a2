;;; test.el --- Does archnotes work in Emacs, with eglot and with lsp-mode?  -*- lexical-binding: t -*-

;;; Commentary:

;; `tests/editors/emacs/run' starts Emacs with this file, in the folder of notes.md.

;;; Code:

;; The packages of Debian are sources here; compiling them in the background would outlive the run.
(setq native-comp-deferred-compilation nil)

(require 'seq)
(require 'markdown-mode)
(require 'archnotes)

(defconst patience 60 "Seconds; longer than anything takes on the busiest machine.")

(defun wait-for (what condition)
  "Wait until CONDITION returns something, return it; WHAT it is called."
  (let ((end (+ (float-time) patience)) found)
    (while (not (setq found (funcall condition)))
      (when (> (float-time) end)
        (error "Waited in vain for %s" what))
      (accept-process-output nil 0.02))
    found))

(defun equal-or-fail (found expected what)
  "Fail when FOUND is not EXPECTED, which is WHAT."
  (unless (equal found expected)
    (error "%s: found %S, expected %S" what found expected)))

(defun go-to (text)
  "Put point into TEXT."
  (goto-char (point-min))
  (search-forward text)
  (backward-char))

(defun say (text)
  "Print TEXT as a line."
  (princ (concat text "\n")))

(defvar passed 0 "So many tests.")
(defvar failed 0 "So many tests.")

(defun run (start tests)
  "START a client for a fresh buffer of notes.md, run TESTS in it, and say how each ends."
  (set-buffer (find-file-noselect "notes.md"))
  ;; The minor modes of a batch are those that it is asked for.
  (let ((noninteractive nil))
    (funcall start)
    (dolist (it tests)
      (condition-case err
          (progn (funcall (cdr it))
                 (setq passed (1+ passed))
                 (say (concat "ok      " (car it))))
        (error (setq failed (1+ failed))
               (say (format "FAILED  %s\n%s" (car it) (error-message-string err)))))))
  (set-buffer-modified-p nil)
  (kill-buffer))

(set-language-environment "UTF-8")
(add-to-list 'load-path (file-name-directory load-file-name))
(require 'with-eglot)
(run #'start-eglot with-eglot)
(require 'with-lsp-mode)
(run #'start-lsp-mode with-lsp-mode)
(say (format "%d passed, %d failed" passed failed))
(kill-emacs (if (and (> passed 0) (= failed 0)) 0 1))

;;; test.el ends here
